"""Runs exported scripts under PyTorch, one folder a case, and writes what comes out as results.safetensors.

Usage: parity.py OUT FOLDER..., each with case.json, inputs.safetensors, pytorch/ and onnx/model.onnx as parity.test.ts
writes them. In OUT, attributes.json then names what a module has of its own.
"""

import importlib
import json
import pathlib
import sys
import traceback

import onnx
import torch
from torch.nn import functional

steps = 10
masks = []


def dropped(x, p=0.5, training=True, inplace=False):
    """Dropout by the masks that we drew, so that both drop the same."""
    return x * masks.pop(0).reshape(x.shape) / (1 - p) if training and p > 0 else x


functional.dropout = dropped
# Scripts make targets of the labels by this: in float64 they are to be of that type, too.
torch.Tensor.float = lambda tensor: tensor.to(torch.get_default_dtype())


def scripts(folder):
    """The modules model.py and train.py of a folder; the second where it is there."""
    for name in ["model", "train"]:
        sys.modules.pop(name, None)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        model = importlib.import_module("model")
        return model, importlib.import_module("train") if (folder / "train.py").exists() else None
    finally:
        sys.path.pop(0)


def write_safetensors(file, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        values = tensor.detach().to(torch.float32).contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    file.write_bytes(len(text).to_bytes(8, "little") + text + data)


def kept(model):
    """Parameters and running statistics by name."""
    return {name: value for name, value in model.state_dict().items() if value.is_floating_point()}


def layer(module, inputs, results, case):
    """Results and gradients in evaluation, and in training where that differs; ten steps of SGD. All in float64."""
    inputs = {name: value.double() for name, value in inputs.items()}
    for mode in case["modes"]:
        model = module.load().train(mode == "training")
        masks[:] = [inputs[f"mask {index}"] for index in range(case["masks"])]
        x = inputs["x"].clone().requires_grad_()
        y = model(x)
        (y * inputs["cotangent"]).sum().backward()
        results[f"{mode}/output"] = y
        results[f"{mode}/gradient/input"] = x.grad
        for name, parameter in model.named_parameters():
            results[f"{mode}/gradient/{name}"] = parameter.grad
        if mode == "training":
            results.update({f"noted/{name}": value.clone() for name, value in model.named_buffers()})
    model = module.load().train()
    if not list(model.parameters()):
        return
    optimizer = torch.optim.SGD(model.parameters(), lr=case["rate"])
    for _ in range(steps):
        masks[:] = [inputs[f"mask {index}"] for index in range(case["masks"])]
        optimizer.zero_grad()
        ((model(inputs["x"]) - inputs["target"]) ** 2).mean().backward()
        optimizer.step()
    results.update({f"sgd/{name}": value for name, value in kept(model).items()})


def network(module, script, inputs, results, case):
    """A whole model through its own training script."""
    batches = [(inputs[f"images {step}"].byte(), torch.tensor(case["labels"][step])) for step in range(steps)]
    masks_of = lambda step: [inputs[f"mask {step} {index}"] for index in range(case["masks"])]
    images, labels = batches[0]
    model = module.load()
    x = module.standardise(images)
    results["evaluation/output"] = model(x)
    model.train()
    masks[:] = masks_of(0)
    script.loss_function(model(x), labels).backward()
    for name, parameter in model.named_parameters():
        results[f"training/gradient/{name}"] = parameter.grad
    model = module.load()
    optimizer = script.make_optimizer(model)
    schedule = [script.make_schedule(optimizer, case["epochs"], steps)] if hasattr(script, "make_schedule") else []
    masks[:] = [mask for step in range(steps) for mask in masks_of(step)]
    loss, accuracy = script.train_epoch(model, batches, optimizer, *schedule)
    results["losses"] = torch.tensor([loss, script.evaluate(model, batches[:1])[0]])
    results["accuracy"] = torch.tensor([accuracy])
    results.update({f"sgd/{name}": value for name, value in kept(model).items()})


def main():
    out, *folders = map(pathlib.Path, sys.argv[1:])
    public = [name for name in dir(torch.nn.Sequential()) if not name.startswith("_")]
    (out / "attributes.json").write_text(json.dumps(public))
    for folder in folders:
        try:
            case = json.loads((folder / "case.json").read_text())
            onnx.checker.check_model(onnx.load(str(folder / "onnx" / "model.onnx")), full_check=True)
            module, script = scripts(folder / "pytorch")
            inputs = module.read_safetensors(folder / "inputs.safetensors")
            results = {}
            # What a single layer makes is known exactly; whole networks train as people train them.
            torch.set_default_dtype(torch.float64 if script is None else torch.float32)
            if script is None:
                layer(module, inputs, results, case)
            else:
                network(module, script, inputs, results, case)
                if case["exact"]:
                    exact = {}
                    torch.set_default_dtype(torch.float64)
                    network(module, script, inputs, exact, case)
                    results.update({f"exact/{name}": value for name, value in exact.items()})
            write_safetensors(folder / "results.safetensors", results)
        except Exception:
            (folder / "failure.txt").write_text(traceback.format_exc())


if __name__ == "__main__":
    main()
