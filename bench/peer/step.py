"""Training steps in PyTorch, eager. Usage: step.py MODEL FOLDER DEVICE, with parameters, images (float32, standardised)
and labels (int32) as raw files in FOLDER and their sizes in batch.json.
Answers each line "THREADS STEPS" with the loss and the milliseconds of each step, as JSON."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from models import builders, load_parameters, optimizers, train_step

name, folder, device = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
model = builders[name]()
load_parameters(model, folder / "parameters")
model.to(device)
loss_function = nn.CrossEntropyLoss()
optimizer = optimizers[name](model.parameters())
shape = json.loads((folder / "batch.json").read_text())
images = torch.from_numpy(np.fromfile(folder / "images", np.float32).reshape(shape)).to(device)
labels = torch.from_numpy(np.fromfile(folder / "labels", np.int32).astype(np.int64)).to(device)

for line in sys.stdin:
    threads, steps = map(int, line.split())
    torch.set_num_threads(threads)
    losses, times = [], []
    for _ in range(steps):
        started = time.perf_counter()
        losses.append(train_step(model, optimizer, loss_function, images, labels))
        times.append((time.perf_counter() - started) * 1000)
    print(json.dumps({"losses": losses, "times": times}), flush=True)
