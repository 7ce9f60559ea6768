"""Tiny pipelines of the real classes with random weights, saved as a checkpoint is; a few hundred kilobytes each."""

from __future__ import annotations

from pathlib import Path


def tokenizer():
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = {w: n for n, w in enumerate(["<pad>", "</s>", "<unk>", *alphabet])}
    made = Tokenizer(models.BPE(vocab=words, merges=[], unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=512
    )


def words_tokenizer():
    """A token a word: prompts of a whole scene fit, and words keep their places."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    known = "global caption per shot cut character1 Exterior street dusk Medium Close up of the camera looks pans left"
    words = {w: n for n, w in enumerate(["<pad>", "</s>", "<unk>", "[", "]", ".", *dict.fromkeys(known.split())])}
    made = Tokenizer(models.WordLevel(vocab=words, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation()])
    made.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=512
    )


def encoder(kind: str, vocabulary: int):
    import torch
    import transformers

    torch.manual_seed(0)
    config = getattr(transformers, f"{kind}Config")(
        vocab_size=vocabulary,
        d_model=32,
        d_kv=8,
        d_ff=37,
        num_layers=1,
        num_heads=4,
        relative_attention_num_buckets=8,
        relative_attention_max_distance=32,
        dropout_rate=0,
        feed_forward_proj="gated-gelu",
        pad_token_id=0,
        eos_token_id=1,
    )
    return getattr(transformers, f"{kind}EncoderModel")(config).eval()


def wan_vae(**more):
    import torch
    from diffusers import AutoencoderKLWan

    torch.manual_seed(0)
    settings = {
        "base_dim": 3,
        "z_dim": 16,
        "dim_mult": [1, 1, 1, 1],
        "num_res_blocks": 0,
        "temperal_downsample": [False, True, True],
    }
    return AutoencoderKLWan(**{**settings, **more}).eval()


def wan_transformer(kind: str = "WanTransformer3DModel", **more):
    import diffusers
    import torch

    torch.manual_seed(0)
    settings = {
        "patch_size": (1, 2, 2),
        "num_attention_heads": 2,
        "attention_head_dim": 12,
        "in_channels": 16,
        "out_channels": 16,
        "text_dim": 32,
        "freq_dim": 256,
        "ffn_dim": 32,
        "num_layers": 2,
        "cross_attn_norm": True,
        "qk_norm": "rms_norm_across_heads",
    }
    return getattr(diffusers, kind)(**{**settings, **more}).eval()


def scheduler(shift: float = 3.0):
    from diffusers import UniPCMultistepScheduler

    return UniPCMultistepScheduler(flow_shift=shift, use_flow_sigmas=True, prediction_type="flow_prediction")


def wan(folder: Path, make: str) -> Path:
    """One of Wan's makes; its own names are those of the profile."""
    import diffusers

    words = words_tokenizer() if make.startswith("t2v") else tokenizer()
    common = {"tokenizer": words, "text_encoder": encoder("UMT5", len(words)), "scheduler": scheduler()}
    wide = {
        "z_dim": 48,
        "is_residual": True,
        "in_channels": 12,
        "out_channels": 12,
        "patch_size": 2,
        "scale_factor_spatial": 16,
        "latents_mean": [0.0] * 48,
        "latents_std": [1.0] * 48,
        "decoder_base_dim": 3,
        "num_res_blocks": 1,
    }
    seen = {"in_channels": 36, "image_dim": 4, "added_kv_proj_dim": 24}
    if make == "ti2v-5b":
        parts = {"vae": wan_vae(**wide), "transformer": wan_transformer(in_channels=48, out_channels=48)}
        made = diffusers.WanPipeline(**common, **parts, expand_timesteps=True)
    elif make == "t2v-a14b":
        parts = {"vae": wan_vae(), "transformer": wan_transformer(), "transformer_2": wan_transformer()}
        made = diffusers.WanPipeline(**common, **parts, boundary_ratio=0.875)
    elif make == "t2v":
        made = diffusers.WanPipeline(**common, vae=wan_vae(), transformer=wan_transformer())
    elif make == "i2v-a14b":
        parts = {"transformer": wan_transformer(in_channels=36), "transformer_2": wan_transformer(in_channels=36)}
        made = diffusers.WanImageToVideoPipeline(
            **common, vae=wan_vae(), **parts, image_encoder=None, image_processor=None, boundary_ratio=0.9
        )
    elif make in ("i2v", "flf2v"):
        more = {"pos_embed_seq_len": 10} if make == "flf2v" else {}
        made = diffusers.WanImageToVideoPipeline(**common, vae=wan_vae(), transformer=wan_transformer(**seen, **more), **_eyes())
    elif make == "vace":
        transformer = wan_transformer("WanVACETransformer3DModel", num_layers=3, vace_layers=[0, 2], vace_in_channels=96)
        made = diffusers.WanVACEPipeline(**common, vae=wan_vae(), transformer=transformer)
    else:
        raise ValueError(make)
    made.save_pretrained(folder)
    return folder


def _eyes() -> dict:
    import torch
    from transformers import CLIPVisionConfig, CLIPVisionModel

    try:
        from transformers import CLIPImageProcessorPil as Processor
    except ImportError:
        from transformers import CLIPImageProcessor as Processor
    torch.manual_seed(0)
    config = CLIPVisionConfig(
        hidden_size=4,
        projection_dim=4,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=32,
        intermediate_size=16,
        patch_size=16,
    )
    return {"image_encoder": CLIPVisionModel(config).eval(), "image_processor": Processor(crop_size=32, size=32)}


ORIGINAL = {
    "condition_embedder.time_embedder.linear_1": "time_embedding.0",
    "condition_embedder.time_embedder.linear_2": "time_embedding.2",
    "condition_embedder.text_embedder.linear_1": "text_embedding.0",
    "condition_embedder.text_embedder.linear_2": "text_embedding.2",
    "condition_embedder.time_proj": "time_projection.1",
    ".to_out.0.": ".o.",
    ".to_q.": ".q.",
    ".to_k.": ".k.",
    ".to_v.": ".v.",
    ".norm_q.": ".norm_q.",
    "attn1": "self_attn",
    "attn2": "cross_attn",
    "proj_out": "head.head",
    "ffn.net.0.proj": "ffn.0",
    "ffn.net.2": "ffn.2",
    ".norm2.": ".norm3.",
}
"""Names in Wan's own files, which HoloCine's weights are in, for those of the library."""


def holocine(folder: Path, kind: str) -> Path:
    """Wan's two experts, and HoloCine's beside them in files of their own, of other random numbers and under the old names."""
    import torch
    from safetensors.torch import save_file

    wan(folder, "t2v-a14b")
    for seed, noise in enumerate(("high", "low"), 1):
        transformer = wan_transformer()
        torch.manual_seed(seed)
        held = {}
        for name, value in transformer.state_dict().items():
            if name == "scale_shift_table":
                name = "head.modulation"
            name = name.replace("scale_shift_table", "modulation")
            for new, old in ORIGINAL.items():
                name = name.replace(new, old)
            held[name] = torch.randn_like(value) * 0.2
        save_file(held, folder / f"{kind}_{noise}_noise.safetensors")
    return folder


def skyreels(folder: Path) -> Path:
    import diffusers

    words = words_tokenizer()
    made = diffusers.SkyReelsV2DiffusionForcingPipeline(
        tokenizer=words,
        text_encoder=encoder("UMT5", len(words)),
        transformer=wan_transformer("SkyReelsV2Transformer3DModel", num_frame_per_block=1),
        vae=wan_vae(),
        scheduler=scheduler(8.0),
    )
    made.save_pretrained(folder)
    return folder


def cogvideox(folder: Path, make: str) -> Path:
    """`t2v` or `i2v`, which reads the frame's latents beside the noise; `15-`, two of them together."""
    import diffusers
    import torch

    words = words_tokenizer()
    newer = {"patch_size_t": 2, "patch_bias": False} if make.startswith("15") else {}
    newer |= {"ofs_embed_dim": 2} if make == "15-i2v" else {}
    torch.manual_seed(0)
    transformer = diffusers.CogVideoXTransformer3DModel(
        **newer,
        num_attention_heads=4,
        attention_head_dim=16,
        in_channels=16 if make.endswith("t2v") else 32,
        out_channels=16,
        time_embed_dim=2,
        text_embed_dim=32,
        num_layers=2,
        sample_width=8,
        sample_height=8,
        sample_frames=9,
        patch_size=2,
        max_text_seq_length=226,
        use_rotary_positional_embeddings=True,
    )
    torch.manual_seed(0)
    vae = diffusers.AutoencoderKLCogVideoX(
        down_block_types=("CogVideoXDownBlock3D",) * 4,
        up_block_types=("CogVideoXUpBlock3D",) * 4,
        block_out_channels=(8, 8, 8, 8),
        latent_channels=16,
        layers_per_block=1,
        norm_num_groups=2,
    )
    kind = {"t2v": "CogVideoXPipeline", "i2v": "CogVideoXImageToVideoPipeline"}[make[-3:]]
    made = getattr(diffusers, kind)(
        tokenizer=words,
        text_encoder=encoder("T5", len(words)),
        transformer=transformer.eval(),
        vae=vae.eval(),
        scheduler=diffusers.CogVideoXDDIMScheduler(),
    )
    made.save_pretrained(folder)
    return folder
