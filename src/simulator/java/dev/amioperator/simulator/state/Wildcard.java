package dev.amioperator.simulator.state;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Pattern of an EC2 filter value or a {@link Denial}.
 *
 * <p>{@code *} matches any characters; a backslash escapes it and {@code ?}. Case matters.
 *
 * @param optional whether {@code ?} also matches no character, as in EC2's filters; in IAM it
 *     matches exactly one
 */
public record Wildcard(String text, boolean optional) implements Predicate<String> {
  /** Pattern of IAM. */
  public Wildcard(String text) {
    this(text, false);
  }

  /** Pattern of an EC2 filter value. */
  public static Wildcard ofFilter(String text) {
    return new Wildcard(text, true);
  }

  /** Whether the EC2 filter value has no wildcards. */
  public boolean exact() {
    return text.indexOf('*') < 0 && text.indexOf('?') < 0 && text.indexOf('\\') < 0;
  }

  @Override
  public boolean test(String value) {
    return exact() ? text.equals(value) : pattern().matcher(value).matches();
  }

  /** Predicate over EC2 filter values, compiled once for many values. */
  public Predicate<String> compiled() {
    return exact() ? text::equals : pattern().asMatchPredicate();
  }

  private Pattern pattern() {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append(optional ? ".?" : ".");
        case '\\' -> {
          i = Math.min(i + 1, text.length() - 1);
          regex.append(Pattern.quote(text.substring(i, i + 1)));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
