package dev.amioperator.testing;

import dev.amioperator.ec2.AwsClock;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.observer.TaskScheduler;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.state.CloudState;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The in-process simulator in place of AWS, and its {@link SimulatedTime} for the operator too. */
@Alternative
@Singleton
public class SimulatedAws implements AwsClientProvider {
  private static final Caller CALLER =
      new Caller(Ec2Fixtures.ACCOUNT, "AKIAOPERATOR", "arn:aws:iam::123456789012:user/operator");

  private final Map<String, Ec2Client> unknownRegions = new ConcurrentHashMap<>();
  private final SimulatedTime time = new SimulatedTime();
  private volatile Duration localClockAhead = Duration.ZERO;
  private final SimulatedCloud cloud = SimulatedCloud.create(time.clock());

  public SimulatedCloud cloud() {
    return cloud;
  }

  /** Awaits a condition while the time of EC2 and of the operator advances. */
  public ConditionFactory await() {
    return time.await();
  }

  @Override
  public Ec2Client ec2(String account, String region) {
    return CloudState.REGIONS.contains(region)
        ? cloud.ec2(CALLER, region)
        : unknownRegions.computeIfAbsent(region, UnknownRegion::ec2);
  }

  @Override
  public KmsClient kms(String account, String region) {
    return cloud.kms(CALLER, region);
  }

  @Override
  public SsmClient ssm(String account, String region) {
    return cloud.ssm(CALLER, region);
  }

  @Override
  public StsClient sts(String account) {
    return cloud.sts(CALLER);
  }

  @Produces
  @Singleton
  @Alternative
  InstantSource clock() {
    return time.clock();
  }

  /** Sets how far the operator's clock is ahead of AWS's, as if AWS's responses showed it. */
  public void setLocalClockAhead(Duration ahead) {
    localClockAhead = ahead;
  }

  @Produces
  @Singleton
  @Alternative
  AwsClock awsClock() {
    return () -> Optional.of(new AwsClock.Measurement(localClockAhead, time.clock().instant()));
  }

  @Produces
  @Singleton
  @Alternative
  TaskScheduler taskScheduler() {
    return time;
  }

  @Produces
  @Singleton
  @Alternative
  Metrics metrics(MeterRegistry registry) {
    return new AggregatedMetrics(List.of(time, MicrometerMetricsV2.newBuilder(registry).build()));
  }
}
