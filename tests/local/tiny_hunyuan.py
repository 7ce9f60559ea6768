"""Hunyuan's pipelines: 1, from words or a frame, FramePack, and 1.5, each part of a few thousand random numbers."""

from __future__ import annotations

from pathlib import Path

from tiny_pipelines import encoder, words_tokenizer

HEADS = ["<image>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "\n\n"]
"""Marks of Llama's chats, by whose places the pipeline finds the picture and the end of the prompt."""


def clip(vocabulary: int, size: int = 8):
    import torch
    from transformers import CLIPTextConfig, CLIPTextModel

    torch.manual_seed(0)
    shape = {"hidden_size": size, "intermediate_size": 37, "projection_dim": 32, "num_attention_heads": 4, "num_hidden_layers": 2}
    ends = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 1, "max_position_embeddings": 77}
    return CLIPTextModel(CLIPTextConfig(vocab_size=vocabulary, **shape, **ends)).eval()


def hunyuan_vae():
    import diffusers
    import torch

    torch.manual_seed(0)
    return diffusers.AutoencoderKLHunyuanVideo(
        latent_channels=16,
        down_block_types=("HunyuanVideoDownBlock3D",) * 4,
        up_block_types=("HunyuanVideoUpBlock3D",) * 4,
        block_out_channels=(8, 8, 8, 8),
        layers_per_block=1,
        norm_num_groups=4,
        mid_block_add_attention=True,
    ).eval()


def llama(vocabulary: int):
    import torch
    from transformers import LlamaModel

    torch.manual_seed(0)
    return LlamaModel(_llama(vocabulary)).eval()


def _llama(vocabulary: int, size: int = 16):
    from transformers import LlamaConfig

    ends = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 1, "max_position_embeddings": 2048}
    return LlamaConfig(
        hidden_size=size, intermediate_size=37, num_attention_heads=4, num_hidden_layers=3, vocab_size=vocabulary, **ends
    )


def llava(words):
    """Llama with an eye that makes the 576 tokens of a picture which the pipeline reckons with."""
    import torch
    from transformers import CLIPVisionConfig, LlavaConfig, LlavaForConditionalGeneration

    torch.manual_seed(0)
    shape = {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "projection_dim": 8}
    eye = CLIPVisionConfig(image_size=336, patch_size=14, **shape)
    text, image = _llama(len(words)), words.convert_tokens_to_ids("<image>")
    return LlavaForConditionalGeneration(
        LlavaConfig(vision_config=eye, text_config=text, image_token_index=image, pad_token_id=0)
    ).eval()


def chat_tokenizer():
    """Words, Llama's marks, and a mark at the start, as its own tokenizer has."""
    from tokenizers import processors

    words = words_tokenizer()
    words.add_tokens(HEADS, special_tokens=True)
    words.backend_tokenizer.post_processor = processors.TemplateProcessing(single="</s> $A", special_tokens=[("</s>", 1)])
    words.model_max_length = 2048
    return words


def transformer(kind: str = "HunyuanVideoTransformer3DModel", **more):
    import diffusers
    import torch

    torch.manual_seed(0)
    settings = {
        "in_channels": 16,
        "out_channels": 16,
        "num_attention_heads": 2,
        "attention_head_dim": 10,
        "num_layers": 2,
        "num_single_layers": 2,
        "num_refiner_layers": 1,
        "patch_size": 1,
        "patch_size_t": 1,
        "guidance_embeds": True,
        "text_embed_dim": 16,
        "pooled_projection_dim": 8,
        "rope_axes_dim": (2, 4, 4),
    }
    return getattr(diffusers, kind)(**{**settings, **more}).eval()


def siglip(size: int = 32):
    """An eye of four tokens, and what makes its pictures small."""
    import torch
    import transformers

    torch.manual_seed(0)
    shape = {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = transformers.SiglipVisionConfig(image_size=size, patch_size=size // 2, **shape)
    processor = getattr(transformers, "SiglipImageProcessorPil", transformers.SiglipImageProcessor)
    return {
        "image_encoder": transformers.SiglipVisionModel(config).eval(),
        "feature_extractor": processor(size={"height": size, "width": size}),
    }


def hunyuan(folder: Path, make: str = "") -> Path:
    """HunyuanVideo from words; `i2v` and `i2v-33ch` from a frame; `framepack`; `15-t2v` and `15-i2v`."""
    import diffusers

    if make.startswith("15"):
        return _newer(folder, make)
    words = chat_tokenizer() if make.startswith("i2v") else words_tokenizer()
    more = words_tokenizer()
    more.model_max_length = 77
    common = {
        "tokenizer": words,
        "tokenizer_2": more,
        "text_encoder_2": clip(len(more)),
        "vae": hunyuan_vae(),
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=7.0),
    }
    if make.startswith("i2v"):
        from transformers import CLIPImageProcessorPil

        kept = {"in_channels": 33, "guidance_embeds": False} if make == "i2v-33ch" else {}
        how = "latent_concat" if make == "i2v-33ch" else "token_replace"
        made = diffusers.HunyuanVideoImageToVideoPipeline(
            **common,
            text_encoder=llava(words),
            transformer=transformer(image_condition_type=how, **kept),
            image_processor=CLIPImageProcessorPil(crop_size=336, size=336),
        )
    elif make == "framepack":
        packed = transformer(
            "HunyuanVideoFramepackTransformer3DModel",
            patch_size=2,
            has_image_proj=True,
            image_proj_dim=8,
            has_clean_x_embedder=True,
        )
        made = diffusers.HunyuanVideoFramepackPipeline(**common, text_encoder=llama(len(words)), transformer=packed, **siglip())
    else:
        made = diffusers.HunyuanVideoPipeline(**common, text_encoder=llama(len(words)), transformer=transformer())
    made.save_pretrained(folder)
    return folder


CHAT = "{% for m in messages %}{{ m['role'] }}. {{ m['content'] }} {% endfor %}{% if add_generation_prompt %}camera.{% endif %}"


def _newer(folder: Path, make: str) -> Path:
    """For pictures of 64 by 64, where the real ones are for 640 or 960."""
    import diffusers
    import torch
    from transformers import ByT5Tokenizer, Qwen2_5_VLTextModel
    from transformers.models.qwen2_5_vl.configuration_qwen2_5_vl import Qwen2_5_VLTextConfig

    words, glyphs = words_tokenizer(), ByT5Tokenizer()
    words.model_max_length, words.chat_template = 2048, CHAT
    torch.manual_seed(0)
    config = Qwen2_5_VLTextConfig(
        vocab_size=len(words),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=3,
        num_attention_heads=2,
        num_key_value_heads=2,
        rope_parameters={"rope_type": "default", "mrope_section": [1, 1, 2], "rope_theta": 1e6},
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=1,
    )
    vae = diffusers.AutoencoderKLHunyuanVideo15(
        latent_channels=32,
        block_out_channels=(8, 8, 8, 8, 64),
        layers_per_block=1,
        downsample_match_channel=False,
        upsample_match_channel=False,
    )
    made = {"15-t2v": "HunyuanVideo15Pipeline", "15-i2v": "HunyuanVideo15ImageToVideoPipeline"}[make]
    pipe = getattr(diffusers, made)(
        text_encoder=Qwen2_5_VLTextModel(config).eval(),
        tokenizer=words,
        text_encoder_2=encoder("T5", len(glyphs)),
        tokenizer_2=glyphs,
        vae=vae.eval(),
        transformer=diffusers.HunyuanVideo15Transformer3DModel(
            num_attention_heads=2,
            attention_head_dim=8,
            num_layers=2,
            num_refiner_layers=1,
            mlp_ratio=2.0,
            text_embed_dim=16,
            text_embed_2_dim=32,
            image_embed_dim=8,
            rope_axes_dim=(2, 2, 4),
            target_size=64,
            task_type=make[3:],
        ).eval(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=5.0),
        guider=diffusers.ClassifierFreeGuidance(guidance_scale=6.0),
        **(siglip() if make == "15-i2v" else {}),
    )
    pipe.save_pretrained(folder)
    return folder
