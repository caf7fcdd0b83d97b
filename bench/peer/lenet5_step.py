"""LeNet-5's training step in PyTorch. Answers each line "THREADS STEPS" with the milliseconds of each step, as JSON."""

import json
import sys
import time

import torch
from torch import nn

torch.manual_seed(1)
model = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
    nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
    nn.Flatten(),
    nn.Linear(400, 120), nn.Tanh(),
    nn.Linear(120, 84), nn.Tanh(),
    nn.Linear(84, 10),
)
loss_function = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
images = torch.randn(128, 1, 28, 28)
labels = torch.randint(0, 10, (128,))

for line in sys.stdin:
    threads, steps = map(int, line.split())
    torch.set_num_threads(threads)
    times = []
    for _ in range(steps):
        started = time.perf_counter()
        optimizer.zero_grad()
        loss = loss_function(model(images), labels)
        loss.backward()
        optimizer.step()
        loss.item()
        times.append((time.perf_counter() - started) * 1000)
    print(json.dumps(times), flush=True)
