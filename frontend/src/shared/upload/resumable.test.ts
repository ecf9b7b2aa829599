import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/client";
import type { Upload, UploadTarget } from "@/api/evidence";
import { type Memory, sendInParts, TRIES_MAX } from "./resumable";

const FILE = new File([new Uint8Array(1000).map((_, i) => i % 251)], "a.mp4", { lastModified: 7 });
const SAID = { file_name: FILE.name, size_bytes: FILE.size };
const lost = () => new ApiError({ title: "", detail: "", code: "offline", status: 0 });
const refused = (code: string) => new ApiError({ title: "", detail: "", code, status: 409 });

function remembering(): Memory & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

/** A backend that keeps what it got; `mishaps` happen before or after a part has arrived. */
class Backend implements UploadTarget<string> {
  key = "case";
  bytes: number[] = [];
  begins = 0;
  sealed = false;
  constructor(private mishaps: ("before" | "after" | "none")[] = []) {}
  private upload(): Upload {
    return {
      id: "u1",
      size_bytes: FILE.size,
      received_bytes: this.bytes.length,
      part_bytes: 300,
      attachment_id: this.sealed ? "a1" : null,
    };
  }
  begin = async () => {
    this.begins += 1;
    return this.upload();
  };
  look = async () => this.upload();
  put = async (_id: string, offset: number, part: Blob) => {
    const mishap = this.mishaps.shift() ?? "none";
    if (mishap === "before") throw lost();
    if (offset !== this.bytes.length) throw refused("upload_offset_wrong");
    this.bytes.push(...new Uint8Array(await part.arrayBuffer()));
    if (mishap === "after") throw lost();
    return this.upload();
  };
  seal = async () => {
    this.sealed = true;
    return "sealed";
  };
}

const noWait = async () => {};
const whole = async () => [...new Uint8Array(await FILE.arrayBuffer())];

describe("sendInParts", () => {
  it("sends every byte once, whenever the connection is lost", async () => {
    for (const mishaps of [
      ["none", "before"],
      ["after", "after"],
      ["before", "after", "before"],
    ]) {
      const backend = new Backend(mishaps as ("before" | "after" | "none")[]);
      const memory = remembering();
      expect(await sendInParts(backend, FILE, SAID, () => {}, memory, noWait)).toBe("sealed");
      expect(backend.bytes).toEqual(await whole());
      expect(backend.begins).toBe(1);
      expect(memory.kept.size).toBe(0);
    }
  });

  it("goes on where it stood when the same file is chosen again", async () => {
    const memory = remembering();
    const backend = new Backend(["none", ...Array(TRIES_MAX).fill("before")]);
    await expect(sendInParts(backend, FILE, SAID, () => {}, memory, noWait)).rejects.toThrow();
    expect(backend.bytes.length).toBe(300);
    await sendInParts(backend, FILE, SAID, () => {}, memory, noWait);
    expect(backend.begins).toBe(1);
    expect(backend.bytes).toEqual(await whole());
  });

  it("gives up at once on a refusal", async () => {
    const backend = new Backend();
    backend.seal = async () => {
      throw refused("upload_corrupt");
    };
    await expect(
      sendInParts(backend, FILE, SAID, () => {}, remembering(), noWait),
    ).rejects.toMatchObject({ problem: { code: "upload_corrupt" } });
  });

  it("tells how far it is", async () => {
    const told: number[] = [];
    await sendInParts(new Backend(), FILE, SAID, (sent) => told.push(sent), remembering(), noWait);
    expect(told).toEqual([300, 600, 900, 1000]);
  });
});
