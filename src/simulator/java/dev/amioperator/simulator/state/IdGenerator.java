package dev.amioperator.simulator.state;

/**
 * Generator of EC2 ids: a prefix and 17 hexadecimal digits. The same calls produce the same ids in
 * each run.
 */
public final class IdGenerator {
  private long counter;

  /** Next EC2 id, such as {@code ami-0a3f…} for the prefix {@code ami}. */
  public String next(String prefix) {
    return prefix + "-0" + hex();
  }

  /** Next UUID, for AWS request ids and KMS keys. */
  public String nextUuid() {
    String digits = hex() + hex();
    return String.join(
        "-",
        digits.substring(0, 8),
        digits.substring(8, 12),
        digits.substring(12, 16),
        digits.substring(16, 20),
        digits.substring(20));
  }

  /** Bijective mix of a counter (SplitMix64), so that no two AWS ids are equal. */
  private synchronized String hex() {
    long z = ++counter * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return String.format("%016x", z ^ (z >>> 31));
  }
}
