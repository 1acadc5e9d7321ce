package dev.amioperator.simulator.wire;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Callers of AWS requests by access key. A seeded key or a key from AssumeRole belongs to its
 * principal; a key with twelve leading digits to that account, like the key of {@link Caller#of};
 * any other key to the default account.
 */
final class CallerResolver {
  private static final String DEFAULT_ACCOUNT = "123456789012";
  private static final Pattern ACCOUNT_KEY =
      Pattern.compile("(?:AKIASIMULATED)?(\\d{12})(?!\\d).*");

  /** Prefix of temporary access keys from STS. */
  private static final String TEMPORARY_KEY_PREFIX = "ASIA";

  private CallerResolver() {}

  /**
   * Caller of AWS for an access key.
   *
   * @throws ProtocolError if the key is temporary, and unknown or expired
   */
  static Caller resolve(SimulatedCloud cloud, String accessKeyId) {
    return cloud.caller(accessKeyId).orElseGet(() -> resolveUnknownKey(accessKeyId));
  }

  private static Caller resolveUnknownKey(String accessKeyId) {
    if (accessKeyId.startsWith(TEMPORARY_KEY_PREFIX)) {
      throw ProtocolError.unknownKey();
    }
    Matcher matcher = ACCOUNT_KEY.matcher(accessKeyId);
    String account = matcher.matches() ? matcher.group(1) : DEFAULT_ACCOUNT;
    return new Caller(account, accessKeyId, "arn:aws:iam::%s:user/admin".formatted(account));
  }
}
