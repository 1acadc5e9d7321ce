package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AllowedResources;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Comparisons with the members of {@code spec.allow}, and the messages of refusals. Pure. */
final class Refusals {
  private static final String ANY = "*";

  private Refusals() {}

  /** A Stalled state that tells which line of the AwsAccount is missing. */
  static Optional<ReadyState> notAllowed(String message, Object... values) {
    return Optional.of(new ReadyState.Stalled(Reason.NotAllowed, message.formatted(values)));
  }

  /**
   * Why a value is refused that a list of {@code spec.allow} lacks.
   *
   * @param subject what the spec names, and where, as the beginning of a sentence
   * @param remedy what else to do, such as changing the spec
   */
  static Optional<ReadyState> unlisted(
      String account,
      String member,
      List<String> list,
      String value,
      String subject,
      String remedy) {
    return lists(list, value)
        ? Optional.empty()
        : notAllowed(
            "%s is not allowed. Add it in spec.allow of AwsAccount %s: %s: [\"%s\"]; or %s.",
            subject, account, member, value, remedy);
  }

  /** Whether a list contains a value, or any. */
  static boolean lists(List<String> list, String value) {
    return list != null && (list.contains(value) || list.contains(ANY));
  }

  /** Whether a list contains the beginning of a value, or any. */
  static boolean listsBeginning(List<String> list, String value) {
    return list != null
        && list.stream().anyMatch(prefix -> prefix.equals(ANY) || value.startsWith(prefix));
  }

  /** Whether every EC2 resource of a type is allowed, whoever owns it. */
  static boolean any(AllowedResources allowed) {
    return allowed != null && Boolean.TRUE.equals(allowed.any());
  }

  /** Whether EC2 resources of a type are allowed that have certain tags, and these are some. */
  static boolean covers(AllowedResources allowed, Map<String, String> tags) {
    return any(allowed)
        || (allowed != null
            && allowed.tags() != null
            && !allowed.tags().isEmpty()
            && allowed.tags().entrySet().stream()
                .allMatch(tag -> matches(tag.getValue(), tags.get(tag.getKey()))));
  }

  private static boolean matches(String wanted, String actual) {
    return actual != null && (wanted.equals(ANY) || wanted.equals(actual));
  }
}
