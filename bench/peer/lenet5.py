"""LeNet-5 on MNIST as an ordinary PyTorch script: one epoch and validation. Usage: lenet5.py FOLDER_OF_IDX_FILES THREADS"""

import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

folder = Path(sys.argv[1])


def load(split):
    images = np.frombuffer((folder / f"{split}-images-idx3-ubyte").read_bytes(), np.uint8, offset=16)
    labels = np.frombuffer((folder / f"{split}-labels-idx1-ubyte").read_bytes(), np.uint8, offset=8)
    pixels = torch.from_numpy(images.reshape(-1, 1, 28, 28).astype(np.float32) / 255)
    return TensorDataset((pixels - 0.1307) / 0.3081, torch.from_numpy(labels.astype(np.int64)))


torch.manual_seed(1)
torch.set_num_threads(int(sys.argv[2]))
model = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
    nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
    nn.Flatten(),
    nn.Linear(400, 120), nn.Tanh(),
    nn.Linear(120, 84), nn.Tanh(),
    nn.Linear(84, 10),
)
train = DataLoader(load("train"), batch_size=128, shuffle=True)
test = DataLoader(load("t10k"), batch_size=128)
loss_function = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, len(train))

started = time.perf_counter()
model.train()
total_loss = 0.0
for images, labels in train:
    optimizer.zero_grad()
    loss = loss_function(model(images), labels)
    loss.backward()
    optimizer.step()
    schedule.step()
    total_loss += loss.item() * len(labels)

model.eval()
correct = 0
with torch.no_grad():
    for images, labels in test:
        correct += (model(images).argmax(1) == labels).sum().item()

print(f"loss {total_loss / 60000:.4f}, test accuracy {correct / 10000:.4f}")
print(f"epoch_seconds {time.perf_counter() - started:.3f}")
