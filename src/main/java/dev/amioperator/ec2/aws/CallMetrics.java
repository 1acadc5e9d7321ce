package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/**
 * Metrics of the AWS calls: {@code ami_operator_aws_calls_total}, {@code
 * ami_operator_aws_call_duration_seconds} and {@code ami_operator_aws_rate_limit_delay_seconds}.
 *
 * <p>Cost: a series of the first for each account, region, action and result that occurred, so
 * about 30 in a region whose calls succeed; no label names a resource. They are kept in
 * Micrometer's global registry, because every call is counted in a single place, those of role
 * sessions too.
 */
final class CallMetrics {
  /** The label of a call that AWS accepted. */
  private static final String OK = "ok";

  private CallMetrics() {}

  /** Starts to measure a call. */
  static Timer.Sample start() {
    return Timer.start(Metrics.globalRegistry);
  }

  static void succeeded(AwsCall call, Timer.Sample sample) {
    count(call, OK, sample);
  }

  /** Counts a call that failed, by the class of its error; a permitted dry run is an error too. */
  static void failed(AwsCall call, Ec2CallException failure, Timer.Sample sample) {
    count(
        call,
        failure.code().equals(ReferenceProbe.PERMITTED) ? OK : label(failure.errorClass()),
        sample);
  }

  private static void count(AwsCall call, String result, Timer.Sample sample) {
    Counter.builder("ami.operator.aws.calls")
        .description("Calls that were sent to AWS, by result: ok, or the class of the error")
        .tag("service", call.service())
        .tag("action", call.action())
        .tag("account", call.accountId())
        .tag("region", call.region())
        .tag("result", result)
        .register(Metrics.globalRegistry)
        .increment();
    sample.stop(
        Timer.builder("ami.operator.aws.call.duration")
            .description("Time from sending a call to AWS until its response, or its failure")
            .tag("service", call.service())
            .tag("region", call.region())
            .register(Metrics.globalRegistry));
  }

  /**
   * Counts a call that the rate limit kept from AWS.
   *
   * @param delay until the limit has a token again, the shortest time after which it can be sent
   */
  static void delayed(String accountId, String region, ActionClass actionClass, Duration delay) {
    Timer.builder("ami.operator.aws.rate.limit.delay")
        .description("Delays of calls by the operator's own rate limits")
        .tag("account", accountId)
        .tag("region", region)
        .tag("limit", label(actionClass))
        .register(Metrics.globalRegistry)
        .record(delay);
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
