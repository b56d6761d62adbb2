#!/usr/bin/env python3
"""Makes an avatar of what was learnt: export.py WORK_FOLDER NET.pt BUNDLE --name NAME --licence TEXT

BUNDLE is a folder for `damso --avatar BUNDLE`: model.onnx (bytes in, bytes out; weights kept in half precision),
base.mp4 (the person sitting still) and neural.json, which says how they belong together. --torchscript adds model.pt, the
same network, for who names it as "model" in neural.json (docs/adr/0009-neural-lip-sync.md says when).
"""
import argparse
import json
import pathlib
import shutil
import warnings

import numpy as np
import onnx
import torch

from nets import MASK, SIZE, Deployed, Ear, LipNet
from sound import BANDS, BEFORE, FPS, STEPS

FEATHER = 0.07
SMALL = 64  # weights fewer than this stay as they are


def half(model):
    """Weights in half precision, made whole again once, when the model is loaded."""
    casts = []
    for weight in model.graph.initializer:
        values = onnx.numpy_helper.to_array(weight)
        if weight.data_type == onnx.TensorProto.FLOAT and values.size > SMALL:
            name = weight.name
            weight.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), name + ".half"))
            casts.append(onnx.helper.make_node("Cast", [name + ".half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(casts + nodes)
    onnx.checker.check_model(model)
    return model


def torchscript(deployed, inputs, file):
    torch.jit.freeze(torch.jit.trace(deployed, inputs)).save(file)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("work", type=pathlib.Path)
    arguments.add_argument("net", type=pathlib.Path)
    arguments.add_argument("bundle", type=pathlib.Path)
    arguments.add_argument("--name", required=True)
    arguments.add_argument("--licence", required=True, help="of the weights and of the person's likeness")
    arguments.add_argument("--torchscript", action="store_true", help="write model.pt too, which a plug-in of Damso draws")
    a = arguments.parse_args()
    saved = torch.load(a.net, map_location="cpu")
    ear, net = Ear(saved["phones"]), LipNet(saved["width"])
    ear.load_state_dict(saved["ear"])
    net.load_state_dict(saved["net"])
    deployed = Deployed(ear, net).eval()
    frame, audio = torch.zeros(2, SIZE, SIZE, 3, dtype=torch.uint8), torch.zeros(2, BANDS, STEPS)
    a.bundle.mkdir(parents=True, exist_ok=True)
    file = a.bundle / "model.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(deployed, (frame, audio), file, dynamo=False, opset_version=17, input_names=["frame", "audio"],
                          output_names=["mouth"], dynamic_axes={n: {0: "batch"} for n in ("frame", "audio", "mouth")})
    onnx.save(half(onnx.load(file)), file)
    if a.torchscript:
        torchscript(deployed, (frame, audio), a.bundle / "model.pt")
    work = json.loads((a.work / "work.json").read_text())
    assert work["fps"] == FPS
    shutil.copy(a.work / "base.mp4", a.bundle / "base.mp4")
    manifest = dict(
        format=1, name=a.name, family="PERSONAL", licence=a.licence, model="model.onnx", base="base.mp4",
        boxes=work["boxes"][:work["still"]],
        frame=dict(input="frame", kind="CROP", size=SIZE, bgr=False),
        audio=dict(input="audio", features="LOG_MEL", steps=STEPS, before=BEFORE),
        mouth=dict(output="mouth", size=SIZE, bgr=False, feather=FEATHER, **{k: v / SIZE for k, v in MASK.items()}))
    (a.bundle / "neural.json").write_text(json.dumps(manifest))
    print(f"{a.bundle}: {sum(f.stat().st_size for f in a.bundle.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
