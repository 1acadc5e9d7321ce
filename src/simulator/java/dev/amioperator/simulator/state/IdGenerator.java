package dev.amioperator.simulator.state;

/**
 * Makes ids that look like EC2's: a prefix and 17 hexadecimal digits in no visible order. The same
 * calls make the same ids in each run.
 */
public final class IdGenerator {
  private long counter;

  /** The next id, such as {@code ami-0a3f…} for the prefix {@code ami}. */
  public String next(String prefix) {
    return prefix + "-0" + hex();
  }

  /** The next id in the form of a UUID, as request ids and KMS keys have it. */
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

  /** A bijective mix of a counter (SplitMix64): no two ids are ever the same. */
  private synchronized String hex() {
    long z = ++counter * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return String.format("%016x", z ^ (z >>> 31));
  }
}
