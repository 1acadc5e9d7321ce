package dev.amioperator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "web-*, web-42, true",
    "web-*, web-, true",
    "web-*, old-web-42, false",
    "*-web-*, old-web-42, true",
    "web-?, web-4, true",
    "web-?, web-42, false",
    "web, web, true",
    "web, web-42, false",
    "*, '', true",
    "?, '', false",
    "a*b*c, aXbXbXc, true",
    "a*b*c, aXbXbX, false",
    "web.(4), web.(4), true",
    "web.4, webX4, false"
  })
  void supportsOnlyStarsAndQuestionMarks(String pattern, String name, boolean fits) {
    assertThat(new Glob(pattern).matches(name)).isEqualTo(fits);
  }

  @Test
  void matchesManyStarsInLinearTime() {
    Glob nasty = new Glob("*a".repeat(60) + "b");

    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(nasty.matches("a".repeat(128))).isFalse());
  }
}
