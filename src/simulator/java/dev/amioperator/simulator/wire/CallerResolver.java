package dev.amioperator.simulator.wire;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a request's access key stands for. A key that was seeded or given out by AssumeRole is that
 * principal's; one that starts with twelve digits is of the account with that id, as is the key of
 * {@link Caller#of}; every other one is of the default account, so that any credentials do.
 */
final class CallerResolver {
  private static final String DEFAULT_ACCOUNT = "123456789012";
  private static final Pattern ACCOUNT_KEY =
      Pattern.compile("(?:AKIASIMULATED)?(\\d{12})(?!\\d).*");

  /** How AWS begins the keys that STS gives out for a time. */
  private static final String TEMPORARY_KEY_PREFIX = "ASIA";

  private CallerResolver() {}

  /**
   * The caller behind a key.
   *
   * @throws ProtocolError if the key is a temporary one that is unknown or has expired
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
