"""A model on IDX files as an ordinary PyTorch script: one epoch and validation.
Usage: epoch.py MODEL TRAIN_IMAGES TRAIN_LABELS VALIDATION_IMAGES VALIDATION_LABELS THREADS BATCH_SIZE"""

import sys
import time

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from models import builders, optimizers, train_step

name, *files, threads, batch_size = sys.argv[1:]


def read_idx(file):
    with open(file, "rb") as stream:
        rank = stream.read(4)[3]
        shape = np.frombuffer(stream.read(4 * rank), ">u4")
        return np.frombuffer(stream.read(), np.uint8).reshape(shape)


def load(images, labels, mean=None, deviation=None):
    pixels = read_idx(images)
    pixels = torch.from_numpy(pixels.reshape(len(pixels), -1, *pixels.shape[-2:]).astype(np.float32) / 255)
    if mean is None:
        mean, deviation = pixels.mean((0, 2, 3), keepdim=True), pixels.std((0, 2, 3), keepdim=True)
    return TensorDataset((pixels - mean) / deviation, torch.from_numpy(read_idx(labels).astype(np.int64))), mean, deviation


torch.manual_seed(1)
torch.set_num_threads(int(threads))
model = builders[name]()
train_set, mean, deviation = load(*files[:2])
train = DataLoader(train_set, batch_size=int(batch_size), shuffle=True)
test_set, _, _ = load(*files[2:], mean, deviation)
test = DataLoader(test_set, batch_size=int(batch_size))
loss_function = nn.CrossEntropyLoss()
optimizer = optimizers[name](model.parameters())

started = time.perf_counter()
model.train()
total_loss = 0.0
for images, labels in train:
    total_loss += train_step(model, optimizer, loss_function, images, labels) * len(labels)

model.eval()
correct = 0
with torch.no_grad():
    for images, labels in test:
        correct += (model(images).argmax(1) == labels).sum().item()

print(f"loss {total_loss / len(train_set):.4f}, validation accuracy {correct / len(test_set):.4f}")
print(f"epoch_seconds {time.perf_counter() - started:.3f}")
