package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapturingGlobTest {
  @ParameterizedTest
  @CsvSource({
    "(*)-????????, web-api-20260401, web-api",
    "(*)-*, web-api-1, web-api",
    "*-(*), prod-web-api, api",
    "(web-??)*, web-eu1, web-eu",
    "web(*), web, ''",
    "(web), web, web",
    "*(b)*, abcb, b",
    "a(*)c?, abcd, b",
  })
  void capturesTheLongestPart(String pattern, String text, String captured) {
    assertThat(CapturingGlob.parse(pattern).capture(text)).contains(captured);
  }

  @ParameterizedTest
  @CsvSource({"(*)-????????, web-1", "(web), web2", "(?), ''", "a(*)a, a"})
  void capturesNothingOfOtherTexts(String pattern, String text) {
    assertThat(CapturingGlob.parse(pattern).capture(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-*", "(a)(b)", "((a))", ")a(", "(a"})
  void refusesOtherThanOnePair(String pattern) {
    assertThatIllegalArgumentException().isThrownBy(() -> CapturingGlob.parse(pattern));
  }

  @Property
  void matchesLikeTheGlobWithoutParentheses(
      @ForAll @StringLength(max = 4) @CharRange(from = 'a', to = 'b') String before,
      @ForAll @StringLength(max = 3) @CharRange(from = '?', to = '@') String captured,
      @ForAll @StringLength(max = 4) @CharRange(from = 'a', to = 'b') String after,
      @ForAll @StringLength(max = 9) @CharRange(from = 'a', to = 'b') String text) {
    String part = captured.replace('@', '*');
    String all = before.replace('b', '*') + part + after.replace('b', '*');
    CapturingGlob glob = new CapturingGlob(before.replace('b', '*'), part, after.replace('b', '*'));

    assertThat(glob.capture(text).isPresent()).isEqualTo(new Glob(all).matches(text));
    glob.capture(text)
        .ifPresent(value -> assertThat(new Glob(part).matches(value)).as(value).isTrue());
  }

  @Test
  void takesNoLongerForManyStars() {
    CapturingGlob glob = new CapturingGlob("*a".repeat(20), "*b".repeat(20), "*c".repeat(20));

    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> glob.capture("ab".repeat(64)));
  }
}
