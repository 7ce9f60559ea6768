"""LTX-Video and LTX-2, which hears what it shows: Gemma, a VAE of pictures, one of sound, and a vocoder, all tiny and random."""

from __future__ import annotations

from pathlib import Path

from tiny_pipelines import encoder, words_tokenizer


def ltx(folder: Path, make: str = "") -> Path:
    return ltx_2(folder, make) if make else ltx_1(folder)


def ltx_1(folder: Path) -> Path:
    """Compresses by four and four, where the real one does by thirty-two and eight."""
    import diffusers
    import torch

    words = words_tokenizer()
    torch.manual_seed(0)
    transformer = diffusers.LTXVideoTransformer3DModel(
        in_channels=128,
        out_channels=128,
        num_attention_heads=4,
        attention_head_dim=8,
        cross_attention_dim=32,
        num_layers=2,
        caption_channels=32,
    )
    torch.manual_seed(0)
    scaled = (True, True, False, False)
    vae = diffusers.AutoencoderKLLTXVideo(
        latent_channels=128,
        block_out_channels=(8,) * 4,
        decoder_block_out_channels=(8,) * 4,
        layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 5,
        spatio_temporal_scaling=scaled,
        decoder_spatio_temporal_scaling=scaled,
        decoder_inject_noise=(False,) * 5,
        upsample_residual=(False,) * 4,
        upsample_factor=(1,) * 4,
        timestep_conditioning=False,
        patch_size=1,
        patch_size_t=1,
        encoder_causal=True,
    )
    made = diffusers.LTXConditionPipeline(
        tokenizer=words,
        text_encoder=encoder("T5", len(words)),
        transformer=transformer.eval(),
        vae=vae.eval(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
    )
    made.save_pretrained(folder)
    return folder


def gemma(vocabulary: int):
    import torch
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration

    torch.manual_seed(0)
    words = {
        "vocab_size": vocabulary,
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "head_dim": 8,
        "max_position_embeddings": 2048,
        "pad_token_id": 0,
        "bos_token_id": 1,
        "eos_token_id": 1,
    }
    eye = {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    eye |= {"image_size": 28, "patch_size": 14, "vision_use_head": False}
    return Gemma3ForConditionalGeneration(Gemma3Config(text_config=words, vision_config=eye, mm_tokens_per_image=4)).eval()


def ltx_2(folder: Path, make: str) -> Path:
    """`2` or `2-3`. Pictures are compressed by 32 and 8 and sound has its real rates: 160 samples a line, 24,000 a second."""
    import diffusers
    import torch
    from diffusers.pipelines.ltx2 import LTX2TextConnectors, LTX2Vocoder

    words = words_tokenizer()
    words.model_max_length = 2048
    newer = make == "2-3"
    per = {"per_modality_projections": True, "video_hidden_dim": 16, "audio_hidden_dim": 8, "proj_bias": True} if newer else {}
    torch.manual_seed(0)
    vae = diffusers.AutoencoderKLLTX2Video(
        latent_channels=128,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8),
        layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 4,
        decoder_causal=False,
        upsample_residual=(False,) * 3,
        upsample_factor=(1,) * 3,
        spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    )
    torch.manual_seed(0)
    sound = diffusers.AutoencoderKLLTX2Audio(base_channels=8, latent_channels=2, mel_bins=16, ch_mult=(1, 1, 1), num_res_blocks=1)
    torch.manual_seed(0)
    vocoder = LTX2Vocoder(in_channels=32, hidden_channels=32, resnet_kernel_sizes=[3], resnet_dilations=[[1, 3, 5]])
    torch.manual_seed(0)
    connectors = LTX2TextConnectors(
        caption_channels=16,
        text_proj_in_factor=3,
        video_connector_num_attention_heads=2,
        video_connector_attention_head_dim=8,
        video_connector_num_layers=1,
        video_connector_num_learnable_registers=None,
        audio_connector_num_attention_heads=2,
        audio_connector_attention_head_dim=4 if newer else 8,
        audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=None,
        connector_rope_base_seq_len=32,
        rope_double_precision=False,
        rope_type="split",
        **per,
    )
    torch.manual_seed(0)
    transformer = diffusers.LTX2VideoTransformer3DModel(
        num_attention_heads=2,
        attention_head_dim=8,
        cross_attention_dim=16,
        audio_num_attention_heads=2,
        audio_attention_head_dim=4,
        audio_cross_attention_dim=8,
        audio_in_channels=8,
        audio_out_channels=8,
        num_layers=30 if newer else 2,  # guidance leaves out block 28 of the newer one
        use_prompt_embeddings=not newer,
        perturbed_attn=newer,
        caption_channels=16,
        rope_double_precision=False,
        rope_type="split",
    )
    made = diffusers.LTX2Pipeline(
        tokenizer=words,
        text_encoder=gemma(len(words)),
        connectors=connectors.eval(),
        transformer=transformer.eval(),
        vae=vae.eval(),
        audio_vae=sound.eval(),
        vocoder=vocoder.eval(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, shift_terminal=0.1),
    )
    made.save_pretrained(folder)
    return folder
