package dev.amioperator.simulator.iam;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of an IAM policy with policy variables, and with wildcards where the element allows them.
 *
 * <p>{@code *} matches any characters and {@code ?} exactly one; {@code ${*}}, {@code ${?}} and
 * {@code ${$}} are these characters themselves (variables, IAM user guide).
 *
 * @param variables whether the version of the policy, 2012-10-17, has variables
 */
record PolicyPattern(String text, boolean variables) {
  private static final Pattern TOKEN =
      Pattern.compile("\\$\\{\\s*([^},]+?)\\s*(?:,\\s*'((?:[^']|'')*)'\\s*)?}|(\\*)|(\\?)");

  /** Whether the text with wildcards matches a value. */
  boolean like(String value, RequestContext context) {
    return regex(context, true).filter(regex -> matches(regex, value, 0)).isPresent();
  }

  /** Whether the text without wildcards equals a value. */
  boolean equal(String value, boolean ignoreCase, RequestContext context) {
    int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    return regex(context, false).filter(regex -> matches(regex, value, flags)).isPresent();
  }

  private static boolean matches(String regex, String value, int flags) {
    return Pattern.compile(regex, flags | Pattern.DOTALL).matcher(value).matches();
  }

  /** Regular expression; empty if a variable has no value, since such text matches nothing. */
  private Optional<String> regex(RequestContext context, boolean wildcards) {
    StringBuilder regex = new StringBuilder();
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.find()) {
      regex.append(Pattern.quote(text.substring(end, token.start())));
      end = token.end();
      if (token.group(1) != null && variables) {
        Optional<String> value = value(token, context);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        regex.append(Pattern.quote(value.get()));
      } else if (token.group(3) != null && wildcards) {
        regex.append(".*");
      } else if (token.group(4) != null && wildcards) {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(token.group()));
      }
    }
    return Optional.of(regex.append(Pattern.quote(text.substring(end))).toString());
  }

  /** Value of a variable: a special character, the only value of a condition key, or a default. */
  private static Optional<String> value(Matcher token, RequestContext context) {
    String name = token.group(1);
    if (name.equals("*") || name.equals("?") || name.equals("$")) {
      return Optional.of(name);
    }
    Optional<String> present =
        context.get(name).size() == 1
            ? Optional.of(context.get(name).getFirst())
            : Optional.empty();
    return present.or(
        () -> Optional.ofNullable(token.group(2)).map(text -> text.replace("''", "'")));
  }
}
