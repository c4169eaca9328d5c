"""Writes the Hugging Face folders of the encoder tests and their golden values, by torch and transformers.

    python trainer/src/golden/python/tiny_bert.py trainer/src/test/resources/panamoe/trainer/encoder/huggingface

A BERT of three layers and width 16 with random weights, drawn from a fixed seed and rounded to bfloat16, so that the files in F32, F16
and BF16 hold the same numbers:

    uncased/        as BertModel writes it, F32, with vocab.txt and tokenizer_config.json
    cased/          as BertForMaskedLM writes it, F16, with tokenizer.json; other places of the special tokens
    bf16.safetensors    the same weights as BF16, with the names of TensorFlow's LayerNorm (gamma and beta)
    token-ids.json      texts with the ids of BertTokenizerFast, by tokenizer
    hidden-states.csv   text, token and the last hidden state in double precision, of the uncased texts
"""

import json
import pathlib
import shutil
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForMaskedLM, BertModel, BertTokenizerFast

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = "the cat sat on mat a good film bad un ##happy ##ly ##s naive cafe 12 ##3".split()
CAPITAL_WORDS = "The Cat Film CAFÉ Naïve naïve café".split()
LETTERS = list("abcdefghijklmnopqrstuvwxyz")
# ASCII marks, accents apart (0301, 0307, 0308) and not, CJK with and without a continuation, kana, hangul (one syllable and its letters),
# an emoji, and what lower-casing makes of more than one or of no simple letter
MARKS = list(".,!?'-[]()$@") + ["##\u0301", "##\u0307", "##\u0308", "é", "##é", "ï", "##ï", "ß", "ẞ", "##ß", "σ", "##σ", "ς", "##ς",
    "Σ", "東", "京", "##京", "国", "##国", "か", "##な", "한", "\u1112", "##\u1161", "##\u11ab", "🙂", "##🙂", "İ", "i\u0307", "½"]

TEXTS = [
    ("The cat sat on the mat.", None, 64),
    ("A good film!", "The cat's bad, unhappily?", 64),
    ("Naïve CAFÉ naïve cafe\u0301 é ÉÉ", None, 64),
    ("東京 is in 国京, かな 한 🙂🙂", None, 64),
    ("", None, 64),
    (" ", " ", 64),
    (" \t\n\u00a0\u2028\u3000 ", "the cat", 64),
    ("İstanbul iİ STRASSE straße ẞ ΣΊΣΥΦΟΣ ΟΔΟΣ ς", None, 64),
    ("zero\u200bwidth soft\u00adhyphen bell\u0007 nul\u0000 \ufffd bom\ufeff\u0085x", None, 64),
    ("[CLS] a [MASK] is special, a [mask] is not [[SEP]] [UNK [PAD]", None, 64),
    ("a" * 100 + " " + "a" * 101, None, 64),
    ("é" * 100 + " " + "é" * 101 + " " + "🙂" * 101, None, 64),
    ("don't... well-known $12 @user ~`^| «x» – ½", None, 64),
    ("the cat sat on the mat " * 20, None, 64),
    ("the cat sat on the mat " * 20, "a good film " * 20, 21),
    ("a", "the cat sat on the mat " * 20, 11),
]

TOKENIZERS = {  # name: which vocabulary, and how text is prepared
    "uncased": ("uncased", {"do_lower_case": True}),
    "cased": ("cased", {"do_lower_case": False}),
    "uncased-with-accents": ("cased", {"do_lower_case": True, "strip_accents": False}),
    "cased-without-accents": ("cased", {"do_lower_case": False, "strip_accents": True}),
    "whole-chinese": ("cased", {"do_lower_case": False, "tokenize_chinese_chars": False}),
}


def vocabularies():
    uncased = SPECIAL + WORDS + LETTERS + ["##" + c for c in LETTERS] + MARKS
    others = WORDS + CAPITAL_WORDS + LETTERS + ["##" + c for c in LETTERS] + [c.upper() for c in LETTERS]
    cased = others + ["[MASK]", "[SEP]"] + ["##" + c.upper() for c in LETTERS] + MARKS + ["[UNK]", "[CLS]", "[PAD]"]
    return {"uncased": list(dict.fromkeys(uncased)), "cased": list(dict.fromkeys(cased))}


def model(size):
    torch.manual_seed(20251127)
    config = BertConfig(vocab_size=size, hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=40,
                        max_position_embeddings=64, layer_norm_eps=1e-6, initializer_range=0.3)
    bert = BertForMaskedLM(config).eval()
    with torch.no_grad():
        for name, weight in bert.named_parameters():
            start = 1.0 if name.endswith("LayerNorm.weight") else 0.0
            weight.copy_((start + 0.3 * torch.randn_like(weight)).bfloat16())
    bert.tie_weights()
    return bert


def save(module, folder, dtype, names=lambda name: name):
    module.config.save_pretrained(folder)
    written = {names(k): v.to(dtype).contiguous().clone() for k, v in module.state_dict().items() if "decoder" not in k}
    save_file(written, folder / "model.safetensors", metadata={"format": "pt"})


def main(out):
    shutil.rmtree(out, ignore_errors=True)
    tokens = vocabularies()
    for name, vocabulary in tokens.items():
        (out / name).mkdir(parents=True)
        (out / name / "vocab.txt").write_text("".join(token + "\n" for token in vocabulary), encoding="utf-8")
    size = max(map(len, tokens.values()))
    masked = model(size)
    bert = BertModel(masked.config).eval()  # with a pooler
    bert.load_state_dict(masked.bert.state_dict(), strict=False)
    save(bert, out / "uncased", torch.float32)
    (out / "uncased" / "tokenizer_config.json").write_text('{"do_lower_case": true}\n')
    save(masked, out / "cased", torch.float16)
    old = {k.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): v.bfloat16()
           for k, v in load_file(out / "cased" / "model.safetensors").items()}
    save_file(old, out / "bf16.safetensors", metadata={"format": "pt"})

    made = {}
    for name, (vocabulary, options) in TOKENIZERS.items():
        made[name] = BertTokenizerFast(str(out / vocabulary / "vocab.txt"), **options)
    made["cased"].save_pretrained(out / "cased")
    (out / "cased" / "vocab.txt").rename(out / "cased.txt")  # tokenizer.json alone has it

    lines = []
    states = []
    bert = bert.double()
    for name, tokenizer in made.items():
        for text, (first, second, longest) in enumerate(TEXTS):
            encoded = tokenizer(*([first] if second is None else [first, second]), truncation=True, max_length=longest)
            lines.append(json.dumps({
                "tokenizer": name, "first": first, "second": second, "maxLength": longest, "ids": encoded["input_ids"],
                "firstSegment": encoded["token_type_ids"].count(0)}))
            if name == "uncased" and text in (0, 1, 3):
                with torch.no_grad():
                    rows = bert(**{k: torch.tensor([v]) for k, v in encoded.items()}).last_hidden_state[0]
                states += [",".join([str(text), str(i)] + [f"{x:.9f}" for x in row]) for i, row in enumerate(rows.tolist())]
    (out / "token-ids.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    (out / "hidden-states.csv").write_text("\n".join(states) + "\n")


main(pathlib.Path(sys.argv[1]))
