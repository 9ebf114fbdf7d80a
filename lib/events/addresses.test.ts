import { describe, expect, it, test } from "vitest";
import { isPublicAddress, mayConnect, parseAllowedTargets, targetProblem } from "./addresses";

const none = parseAllowedTargets([]);

describe("an address", () => {
  test.each([
    "0.0.0.0",
    "10.255.255.255",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.2",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
    "",
    "localhost",
    "2130706433",
  ])("%s is not of the public Internet", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  test.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "192.169.0.1", "2606:4700::1111", "2a00::1"])(
    "%s is of the public Internet",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe("what an administrator allows", () => {
  it("is a name, whatever it resolves to", () => {
    const allowed = parseAllowedTargets(["CI.internal."]);
    expect(mayConnect("ci.internal", "10.0.0.1", allowed)).toBe(true);
    expect(mayConnect("ci.internal.evil.example", "10.0.0.1", allowed)).toBe(false);
    expect(mayConnect("other.internal", "10.0.0.1", allowed)).toBe(false);
  });
  it("is an address or a network, under whatever name", () => {
    const allowed = parseAllowedTargets(["127.0.0.1", "10.20.0.0/16", "[fd00::]/8"]);
    expect(mayConnect("x.example", "127.0.0.1", allowed)).toBe(true);
    expect(mayConnect("x.example", "127.0.0.2", allowed)).toBe(false);
    expect(mayConnect("x.example", "10.20.255.1", allowed)).toBe(true);
    expect(mayConnect("x.example", "10.21.0.1", allowed)).toBe(false);
    expect(mayConnect("x.example", "fd12::1", allowed)).toBe(true);
    expect(mayConnect("x.example", "fe80::1%eth0", allowed)).toBe(false);
  });
});

describe("a target", () => {
  test.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0x7f.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://api.localhost/",
    "https://①②⑦.⓪.⓪.①/",
    "http://example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "https://user:password@example.org/",
    "https://[fe80::1%25eth0]/",
    "example.org/hook",
    "",
  ])("%s is refused", (url) => {
    expect(targetProblem(url, none)).toEqual(expect.any(String));
  });
  test.each([
    "https://example.org/hook?x=1",
    "https://8.8.8.8:8443/",
    "https://[2606:4700::1111]/",
  ])("%s is taken", (url) => {
    expect(targetProblem(url, none)).toBeNull();
  });
  it("may be http and private where the administrator allows it", () => {
    const allowed = parseAllowedTargets(["127.0.0.0/8", "ci.internal", "localhost"]);
    expect(targetProblem("http://127.0.0.1:9000/", allowed)).toBeNull();
    expect(targetProblem("http://2130706433/", allowed)).toBeNull();
    expect(targetProblem("http://ci.internal/hook", allowed)).toBeNull();
    expect(targetProblem("http://localhost:1234", allowed)).toBeNull();
    expect(targetProblem("http://10.0.0.1/", allowed)).toEqual(expect.any(String));
  });
});
