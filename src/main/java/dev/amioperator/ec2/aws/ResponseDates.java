package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AwsClock;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Measures the local clock by the header {@code Date} of AWS's successful responses. A proxy
 * forwards that header, and would set its own only on errors.
 */
@Singleton
final class ResponseDates implements ExecutionInterceptor, AwsClock {
  private final InstantSource clock;
  private volatile Measurement last;

  ResponseDates(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void afterTransmission(
      Context.AfterTransmission context, ExecutionAttributes executionAttributes) {
    if (context.httpResponse().isSuccessful()) {
      context
          .httpResponse()
          .firstMatchingHeader("Date")
          .flatMap(ResponseDates::parse)
          .ifPresent(this::compare);
    }
  }

  @Override
  public Optional<Measurement> lastMeasurement() {
    return Optional.ofNullable(last);
  }

  private void compare(Instant date) {
    Instant now = clock.instant();
    last = new Measurement(Duration.between(date, now), now);
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
