#!/usr/bin/env python3
"""Makes of the ear what Damso hears phones with, where a voice does not tell them: hear.py EAR.pt EAR.onnx

mel [1, 80, T], log10 of power, 10 ms a step -> phones [1, CLASSES, T], their shares at each step. CLASSES are those of
corpus.py: silence, the IPA letters in order, any other.
"""
import sys
import warnings

import onnx
import torch
from torch import nn

from export import half
from nets import Ear
from sound import BANDS, HIGH, LOW


class Hearing(nn.Module):
    def __init__(self, ear):
        super().__init__()
        self.ear = ear

    def forward(self, mel):
        scaled = (mel.clamp(LOW, HIGH) - LOW) / (HIGH - LOW) * 2 - 1
        return self.ear.phones(self.ear(scaled)).softmax(1)


def main():
    saved = torch.load(sys.argv[1], map_location="cpu")
    ear = Ear(saved["phones"])
    ear.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in saved["state"].items()})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(Hearing(ear).eval(), torch.zeros(1, BANDS, 100), sys.argv[2], dynamo=False, opset_version=17,
                          input_names=["mel"], output_names=["phones"], dynamic_axes={"mel": {2: "steps"}, "phones": {2: "steps"}})
    onnx.save(half(onnx.load(sys.argv[2])), sys.argv[2])


if __name__ == "__main__":
    main()
