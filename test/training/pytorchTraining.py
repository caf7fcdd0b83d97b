"""What PyTorch makes of losses, optimizers, schedules and clipped gradients: writes pytorchTraining.json.

Inputs follow a formula, so that only results are kept; calls are written as a model file has them. Run with
any Python that has torch:
    python3 test/training/pytorchTraining.py
"""

import json
import math
import pathlib
import warnings

import torch
from torch import nn, optim
from torch.nn.utils import clip_grad_norm_, clip_grad_value_
from torch.optim import lr_scheduler as schedulers

# Of SequentialLR, about its own calls.
warnings.filterwarnings("ignore", category=UserWarning)


def wave(shape, phase):
    """sin(0.7·i + phase), in row-major order."""
    count = math.prod(shape)
    return torch.tensor([math.sin(0.7 * i + phase) for i in range(count)], dtype=torch.float64).reshape(shape)


def numbers(tensor):
    return [float(f"{v:.8g}") for v in tensor.flatten().tolist()]


def call(builder, *args):
    return {"builder": builder, "args": list(args)}


def losses():
    """Loss and gradient by the outputs: gentle ones, and those at which a careless formula overflows."""
    labels = torch.tensor([2, 0, 1, 3, 2])
    cases = [
        (call("crossEntropy"), nn.CrossEntropyLoss(), False),
        (call("crossEntropy", {"labelSmoothing": 0.1}), nn.CrossEntropyLoss(label_smoothing=0.1), False),
        (call("crossEntropy", {"labelSmoothing": 0.75}), nn.CrossEntropyLoss(label_smoothing=0.75), False),
        (call("binaryCrossEntropy"), nn.BCEWithLogitsLoss(), True),
        (call("meanSquaredError"), nn.MSELoss(), True),
    ]
    for loss, module, is_dense in cases:
        for classes, scale in [(4, 3), (4, 100), (1, 3), (1, 100)]:
            if classes == 1 and not is_dense:
                continue
            outputs = (scale * wave([5, classes], 0)).requires_grad_()
            of = labels if classes > 1 else labels % 2
            one_hot = nn.functional.one_hot(of, classes).double() if classes > 1 else of.double().reshape(5, 1)
            result = module(outputs, one_hot if is_dense else of)
            result.backward()
            yield {
                "loss": loss,
                "labels": of.tolist(),
                "outputs": [5, classes],
                "scale": scale,
                "value": result.item(),
                "gradient": numbers(outputs.grad),
            }


SIZE = [7]


def descent(optimizer, create, scheduler=None):
    """The weights after each of ten steps along gradients that are given. The fourth gradient is zero."""
    weights = nn.Parameter(wave(SIZE, 5))
    torch_optimizer = create([weights])
    schedule = scheduler and scheduler(torch_optimizer)
    path = []
    for step in range(10):
        weights.grad = wave(SIZE, step) * (0 if step == 3 else 1)
        torch_optimizer.step()
        if schedule:
            schedule.step()
        path.append(numbers(weights.data))
    return {"optimizer": optimizer, "weights": path}


def optimizers():
    def sgd(options, **torch_options):
        return descent(call("sgd", {"learningRate": 0.1, **options}), lambda w: optim.SGD(w, 0.1, **torch_options))

    yield sgd({})
    yield sgd({"weightDecay": 0.2}, weight_decay=0.2)
    yield sgd({"momentum": 0.9}, momentum=0.9)
    yield sgd({"momentum": 0.8, "weightDecay": 0.1}, momentum=0.8, weight_decay=0.1)
    yield sgd({"momentum": 0.9, "dampening": 0.4}, momentum=0.9, dampening=0.4)
    yield sgd({"momentum": 0.5, "dampening": 1, "weightDecay": 0.1}, momentum=0.5, dampening=1, weight_decay=0.1)
    yield sgd({"dampening": 0.4}, dampening=0.4)
    yield sgd({"momentum": 0.9, "nesterov": True}, momentum=0.9, nesterov=True)
    yield sgd(
        {"momentum": 0.9, "nesterov": True, "weightDecay": 0.1}, momentum=0.9, nesterov=True, weight_decay=0.1
    )
    for kind, of in [("adam", optim.Adam), ("adamW", optim.AdamW)]:
        yield descent(call(kind), of)
        options = {"learningRate": 0.05, "beta1": 0.7, "beta2": 0.9, "epsilon": 0.1, "weightDecay": 0.3}
        yield descent(
            call(kind, options), lambda w: of(w, 0.05, betas=(0.7, 0.9), eps=0.1, weight_decay=0.3)
        )
        yield descent(call(kind, {"weightDecay": 0}), lambda w: of(w, weight_decay=0))
        falling = call("exponential", 0.1, {"gamma": 0.7, "steps": 1})
        yield descent(
            call(kind, {"learningRate": falling, "weightDecay": 0.5}),
            lambda w: of(w, 0.1, weight_decay=0.5),
            lambda optimizer: schedulers.ExponentialLR(optimizer, 0.7),
        )
    yield descent(call("rmsprop"), optim.RMSprop)
    for centered in [False, True]:
        for momentum in [0, 0.9]:
            for decay in [0, 0.2]:
                options = {"centered": centered, "momentum": momentum, "weightDecay": decay}
                yield descent(
                    call("rmsprop", options),
                    lambda w: optim.RMSprop(w, centered=centered, momentum=momentum, weight_decay=decay),
                )
    options = {"learningRate": 0.02, "alpha": 0.8, "epsilon": 0.05, "momentum": 0.6, "centered": True}
    yield descent(
        call("rmsprop", options), lambda w: optim.RMSprop(w, 0.02, 0.8, 0.05, momentum=0.6, centered=True)
    )


STEPS, PER_EPOCH = 40, 8


def rates(schedule, learning_rate, create, by_epoch=False):
    """The learning rate of each step of a run; `create` makes the scheduler, stepped after each step or epoch."""
    optimizer = optim.SGD([nn.Parameter(torch.zeros(1))], learning_rate)
    scheduler = create(optimizer)
    found = []
    for step in range(1, STEPS + 1):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if not by_epoch or step % PER_EPOCH == 0:
            scheduler.step()
    return {"schedule": schedule, "byEpoch": by_epoch, "rates": found}


def schedules():
    constant = lambda o: schedulers.ConstantLR(o, 1)
    cosine = lambda o, length=STEPS, last=0: schedulers.CosineAnnealingLR(o, length, last)
    step = lambda o, size=6, gamma=0.1: schedulers.StepLR(o, size, gamma)
    falling = lambda o, gamma=0.9: schedulers.ExponentialLR(o, gamma)

    def warm(create, first, length):
        return lambda o: schedulers.SequentialLR(
            o, [schedulers.LinearLR(o, first, 1, length), create(o)], milestones=[length]
        )

    yield rates(0.3, 0.3, constant)
    yield rates(call("cosine", 0.3), 0.3, cosine)
    yield rates(call("cosine", 0.3, {"finalLearningRate": 0.02}), 0.3, lambda o: cosine(o, last=0.02))
    yield rates(call("stepDecay", 0.3, {"steps": 6}), 0.3, step)
    yield rates(call("stepDecay", 0.3, {"epochs": 2, "gamma": 0.5}), 0.3, lambda o: step(o, 2, 0.5), by_epoch=True)
    yield rates(call("stepDecay", 0.3, {"epochs": 0.5, "gamma": 0.8}), 0.3, lambda o: step(o, PER_EPOCH // 2, 0.8))
    falls = lambda o, milestones, gamma=0.1: schedulers.MultiStepLR(o, milestones, gamma)
    yield rates(call("multiStepDecay", 0.3, {"steps": [5, 6, 30]}), 0.3, lambda o: falls(o, [5, 6, 30]))
    options = {"epochs": [1, 3], "gamma": 0.5}
    yield rates(call("multiStepDecay", 0.3, options), 0.3, lambda o: falls(o, [1, 3], 0.5), by_epoch=True)
    late = call("multiStepDecay", 0.3, {"epochs": [0.5, 2]})
    halfway = lambda o: falls(o, [PER_EPOCH // 2, 2 * PER_EPOCH])
    yield rates(call("warmup", late, {"steps": 10}), 0.3, warm(halfway, 0.01, 10))
    yield rates(call("exponential", 0.3, {"gamma": 0.9, "steps": 1}), 0.3, falling)
    yield rates(call("exponential", 0.3, {"gamma": 0.5, "steps": 10}), 0.3, lambda o: falling(o, 0.5**0.1))
    yield rates(call("exponential", 0.3, {"gamma": 0.6}), 0.3, lambda o: falling(o, 0.6 ** (1 / PER_EPOCH)))
    yield rates(call("warmup", 0.3, {"steps": 5}), 0.3, warm(constant, 0.01, 5))
    options = {"epochs": 1, "startFactor": 1 / 3}
    rest = STEPS - PER_EPOCH
    yield rates(call("warmup", call("cosine", 0.3), options), 0.3, warm(lambda o: cosine(o, rest), 1 / 3, PER_EPOCH))
    yield rates(call("warmup", call("stepDecay", 0.3, {"steps": 6}), {"steps": 10}), 0.3, warm(step, 0.01, 10))
    gentle = call("exponential", 0.3, {"gamma": 0.9, "steps": 1})
    yield rates(call("warmup", gentle, {"epochs": 0.5, "startFactor": 1}), 0.3, warm(falling, 1, PER_EPOCH // 2))


SHAPES = [[3, 2], [4], [1, 5]]


def clippings():
    cases = [("clipGradNorm", clip_grad_norm_, most) for most in [0.5, 2, 1000]]
    cases += [("clipGradValue", clip_grad_value_, most) for most in [0.25, 2]]
    for option, clip, most in cases:
        for scale in [0, 1e-7, 1]:
            parameters = [nn.Parameter(torch.zeros(shape, dtype=torch.float64)) for shape in SHAPES]
            for phase, parameter in enumerate(parameters):
                parameter.grad = scale * wave(parameter.shape, phase)
            clip(parameters, most)
            yield {"option": option, "most": most, "scale": scale, "gradients": [numbers(p.grad) for p in parameters]}


if __name__ == "__main__":
    results = {
        "torch": torch.__version__,
        "losses": list(losses()),
        "optimizers": list(optimizers()),
        "run": {"steps": STEPS, "stepsPerEpoch": PER_EPOCH},
        "schedules": list(schedules()),
        "clippings": list(clippings()),
    }
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(results) + "\n")
