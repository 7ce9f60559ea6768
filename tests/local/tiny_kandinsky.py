"""Kandinsky 5 with Qwen's text encoder, CLIP and Hunyuan's VAE, each of a few thousand random numbers."""

from __future__ import annotations

from pathlib import Path

from tiny_hunyuan import clip, hunyuan_vae
from tiny_pipelines import words_tokenizer


def qwen(vocabulary: int):
    """Qwen 2.5 VL with an eye of one layer, which nothing here looks through."""
    import torch
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    torch.manual_seed(0)
    words = {
        "vocab_size": vocabulary,
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "max_position_embeddings": 2048,
        "rope_parameters": {"rope_type": "default", "mrope_section": [1, 1, 2], "rope_theta": 1e6},
        "pad_token_id": 0,
        "bos_token_id": 1,
        "eos_token_id": 1,
    }
    eye = {"depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16}
    return Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig(text_config=words, vision_config=eye)).eval()


def kandinsky(folder: Path, make: str) -> Path:
    """`t2v`, `i2v`, or `nabla`, whose transformer attends by blocks."""
    import diffusers
    import torch

    words, more = words_tokenizer(), words_tokenizer()
    words.model_max_length, more.model_max_length = 2048, 77
    sparse = {"attention_type": "nabla", "attention_P": 0.9, "attention_wT": 3, "attention_wW": 3, "attention_wH": 3}
    torch.manual_seed(0)
    transformer = diffusers.Kandinsky5Transformer3DModel(
        in_visual_dim=16,
        out_visual_dim=16,
        in_text_dim=16,
        in_text_dim2=8,
        time_dim=16,
        model_dim=16,
        ff_dim=32,
        num_text_blocks=1,
        num_visual_blocks=1,
        axes_dims=(2, 2, 4),
        visual_cond=True,
        **(sparse if make == "nabla" else {}),
    )
    kind = "Kandinsky5I2VPipeline" if make == "i2v" else "Kandinsky5T2VPipeline"
    made = getattr(diffusers, kind)(
        transformer=transformer.eval(),
        vae=hunyuan_vae(),
        text_encoder=qwen(len(words)),
        tokenizer=words,
        text_encoder_2=clip(len(more)),
        tokenizer_2=more,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=5.0),
    )
    made.save_pretrained(folder)
    return folder
