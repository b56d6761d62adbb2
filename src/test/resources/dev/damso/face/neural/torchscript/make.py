#!/usr/bin/env python3
"""Makes what TorchScriptDeviceTest draws by: two tiny networks, each as TorchScript and as ONNX, and one that asks for too
much memory (pip: torch, onnx)."""
import pathlib
import warnings
import zipfile

import torch
from torch import nn

HERE = pathlib.Path(__file__).parent


class Crop(nn.Module):
    """uint8 [B, 32, 32, 3] and float [B, 80, 8] -> uint8 [B, 32, 32, 3]"""

    def __init__(self):
        super().__init__()
        self.see = nn.Conv2d(3, 4, 3, 1, 1)
        self.hear = nn.Linear(80, 4)
        self.draw = nn.Conv2d(4, 3, 3, 1, 1)

    def forward(self, frame, audio):
        seen = self.see(frame.permute(0, 3, 1, 2).float() / 255)
        mouth = torch.sigmoid(self.draw(torch.relu(seen + self.hear(audio.mean(2))[:, :, None, None])))
        return (mouth * 255).round().to(torch.uint8).permute(0, 2, 3, 1)


class Latents(nn.Module):
    """float16 [B, 8, 32, 32] and float [B, 50, 384] -> uint8 [B, 32, 32, 3]"""

    def __init__(self):
        super().__init__()
        self.draw = nn.Conv2d(8, 3, 3, 1, 1)

    def forward(self, latents, sound):
        mouth = torch.sigmoid(self.draw(latents.float()) + sound.mean((1, 2))[:, None, None, None])
        return (mouth * 255).round().to(torch.uint8).permute(0, 2, 3, 1)


class Greedy(nn.Module):
    """Asks for four pebibytes."""

    def forward(self, frame, audio):
        return torch.zeros([1 << 50]).to(torch.uint8) + frame


def without_sources(file):
    """Leaves out where in which file each line was: no use to others, and most of the bytes."""
    with zipfile.ZipFile(file) as whole:
        kept = [(name, whole.read(name)) for name in whole.namelist() if not name.endswith(".debug_pkl")]
    with zipfile.ZipFile(file, "w") as small:
        for name, data in kept:
            small.writestr(zipfile.ZipInfo(name), data)


def main():
    torch.manual_seed(1)
    greedy = HERE / "greedy.pt"
    torch.jit.script(Greedy().eval()).save(greedy)
    without_sources(greedy)
    crop = torch.zeros(1, 32, 32, 3, dtype=torch.uint8), torch.zeros(1, 80, 8)
    latents = torch.zeros(1, 8, 32, 32, dtype=torch.float16), torch.zeros(1, 50, 384)
    for name, net, inputs in (("crop", Crop(), crop), ("latents", Latents(), latents)):
        net.eval()
        file = HERE / f"{name}.pt"
        torch.jit.freeze(torch.jit.trace(net, inputs)).save(file)
        without_sources(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(net, inputs, HERE / f"{name}.onnx", dynamo=False, opset_version=17,
                              input_names=["frame", "audio"], output_names=["mouth"])


if __name__ == "__main__":
    main()
