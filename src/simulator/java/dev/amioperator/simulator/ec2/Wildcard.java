package dev.amioperator.simulator.ec2;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * EC2's filter values: {@code *} stands for any characters, {@code ?} for one, a backslash takes
 * their meaning away; case matters.
 */
record Wildcard(String text) implements Predicate<String> {

  /** Whether it matches one string only. */
  boolean exact() {
    return text.indexOf('*') < 0 && text.indexOf('?') < 0 && text.indexOf('\\') < 0;
  }

  @Override
  public boolean test(String value) {
    return exact() ? text.equals(value) : pattern().matcher(value).matches();
  }

  /** The same match, compiled once for many values. */
  Predicate<String> compiled() {
    return exact() ? text::equals : pattern().asMatchPredicate();
  }

  private Pattern pattern() {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
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
