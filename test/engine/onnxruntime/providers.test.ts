import assert from 'node:assert/strict';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import { explain, probeProvider, providerIds } from '../../../src/engine/onnxruntime/providers.ts';

describe('execution providers', () => {
  it('reports each, and why one cannot be used', async function () {
    this.timeout(120_000);
    const reports = await Promise.all(providerIds.map(probeProvider));
    assert.deepEqual(
      reports.map(({ id }) => id),
      providerIds,
    );
    for (const { id, available, label, reason } of reports) {
      assert.equal(reason === null, available, id);
      assert.ok(label.length > 0 && (reason === null || /[.)]$/.test(reason)), `${id}: ${reason}`);
    }
    const [cpu] = reports;
    assert.deepEqual(cpu?.available, true);
    const elsewhere = reports.find(({ id }) => id === (process.platform === 'win32' ? 'coreml' : 'dml'));
    assert.match(elsewhere?.reason ?? '', new RegExp(`this is ${process.platform}-${process.arch}`));
  });

  it('says what a driver that is missing means', () => {
    const adapter =
      '/onnxruntime_src/webgpu_context.cc:136 onnxruntime::webgpu::Initialize()::<lambda()> adapter_result.status == ' +
      'Success was false. Failed to get a WebGPU adapter: No supported adapters';
    assert.match(explain('webgpu', adapter, ''), /^No GPU with .* that WebGPU can use was found\.$/);
    assert.match(explain('webgpu', adapter, "Warning: Couldn't load Vulkan: libvulkan.so.1"), /apt install libvulkan1/);
    assert.match(explain('cuda', 'x: Failed to load shared library', ''), /CUDA 12 and cuDNN 9\. Use webgpu/);
    assert.equal(explain('dml', '/a/b.cc:1 f(x) y was false. No such adapter.', ''), 'No such adapter.');
  });

  it('refuses a provider that the library does not have', async () => {
    const missing = process.platform === 'darwin' ? 'dml' : 'coreml';
    await assert.rejects(
      createOnnxRuntimeEngine({ provider: missing }),
      new RegExp(`ONNX Runtime for ${process.platform}-${process.arch} has no ${missing}, only cpu, webgpu`),
    );
  });
});
