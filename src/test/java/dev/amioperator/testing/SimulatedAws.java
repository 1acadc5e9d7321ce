package dev.amioperator.testing;

import dev.amioperator.copy.queue.CopyQueueIntervals;
import dev.amioperator.ec2.AccountCredentials;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.AwsClock;
import dev.amioperator.ec2.CallerIdentity;
import dev.amioperator.ec2.aws.AccountSessions;
import dev.amioperator.ec2.aws.AwsClientProvider;
import dev.amioperator.observer.TaskScheduler;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Partition;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionFactory;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The in-process simulator in place of AWS, and its {@link SimulatedTime} for the operator too. */
@Alternative
@Singleton
public class SimulatedAws implements AwsClientProvider, AccountCredentials {
  private static final Caller CALLER =
      new Caller(Ec2Fixtures.ACCOUNT, "AKIAOPERATOR", "arn:aws:iam::123456789012:user/operator");

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Map<String, Ec2Client> unknownRegions = new ConcurrentHashMap<>();
  private final SimulatedTime time = new SimulatedTime();
  private volatile Duration localClockAhead = Duration.ZERO;
  private final SimulatedCloud cloud = SimulatedCloud.create(time.clock());

  private final PermissionUse permissionUse = new PermissionUse(cloud.journal());

  private final AccountSessions sessions =
      new AccountSessions(() -> cloud.sts(CALLER, Manifests.HOME), time.clock(), new Random(1));

  /** A cloud in which the operator has the permissions of {@code config/iam}. */
  public SimulatedAws() {
    cloud.seeds().user(Ec2Fixtures.ACCOUNT, "operator", OperatorPermissions.own());
  }

  public SimulatedCloud cloud() {
    return cloud;
  }

  /** EC2 as the administrator of the operator's account: the user of a test. */
  public static Ec2Client administrator(AwsClientProvider clients, String region) {
    return ((SimulatedAws) clients).cloud.ec2(Caller.of(Ec2Fixtures.ACCOUNT), region);
  }

  /** Awaits a condition while the time of EC2 and of the operator advances. */
  public ConditionFactory await() {
    return time.await();
  }

  @Override
  public Ec2Client ec2(String account, String region) {
    if (permissionUse.due()) {
      permissionUse.record();
    }
    return CloudState.REGIONS.contains(region)
        ? cloud.ec2(caller(account), region)
        : unknownRegions.computeIfAbsent(region, UnknownRegion::ec2);
  }

  @Override
  public KmsClient kms(String account, String region) {
    return cloud.kms(caller(account), region);
  }

  @Override
  public SsmClient ssm(String account, String region) {
    return cloud.ssm(caller(account), region);
  }

  @Override
  public ImagebuilderClient imageBuilder(String account, String region) {
    return cloud.imageBuilder(caller(account), region);
  }

  @Override
  public AutoScalingClient autoScaling(String account, String region) {
    return cloud.autoScaling(caller(account), region);
  }

  @Override
  public RbinClient rbin(String account, String region) {
    return cloud.rbin(caller(account), region);
  }

  @Override
  public BatchClient batch(String account, String region) {
    return cloud.batch(caller(account), region);
  }

  @Override
  public StsClient sts(String account) {
    return cloud.sts(caller(account), Manifests.HOME);
  }

  /** A session of the AwsAccount's role; tests call EC2 before the operator knows an account. */
  private Caller caller(String account) {
    return known.contains(account)
        ? sessions
            .credentials(account)
            .map(role -> cloud.caller(role.resolveCredentials().accessKeyId()).orElseThrow())
            .orElse(CALLER)
        : CALLER;
  }

  @Override
  public String accessKeyId(AccountRegion region) {
    return sessions.accessKeyId(region);
  }

  @Override
  public boolean expired(String account, String accessKeyId) {
    return sessions.expired(account, accessKeyId);
  }

  @Override
  public int openClients() {
    return 0;
  }

  @Override
  public void use(String account, Optional<AssumedRole> role) {
    known.add(account);
    sessions.use(account, role);
  }

  @Override
  public CallerIdentity identify(String account) {
    return sessions.identify(account, () -> sts(account));
  }

  @Override
  public boolean confirm(String account, CallerIdentity identity) {
    return sessions.confirm(account, identity);
  }

  @Override
  public void remove(String account) {
    known.remove(account);
    sessions.remove(account);
  }

  @Override
  public String stsRegion() {
    return Manifests.HOME;
  }

  @Override
  public String partitionOf(String region) {
    return Partition.of(region).id();
  }

  @PreDestroy
  void recordPermissionUse() {
    permissionUse.record();
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

  /** Undivided: the time of the operator's background tasks is simulated too. */
  @Produces
  @Singleton
  @Alternative
  CopyQueueIntervals copyQueueIntervals() {
    CopyQueueIntervals usual = CopyQueueIntervals.DEFAULT;
    // Hours of simulated time may pass until the operator acts on a slow machine.
    Duration reservation = Duration.ofHours(6);
    return new CopyQueueIntervals(
        usual.shortestPoll(),
        usual.longestPoll(),
        reservation,
        usual.visibility(),
        usual.staleAfter(),
        usual.refusalPause(),
        usual.longestPause(),
        usual.probe());
  }

  @Produces
  @Singleton
  @Alternative
  Metrics metrics(MeterRegistry registry) {
    return new AggregatedMetrics(List.of(time, MicrometerMetricsV2.newBuilder(registry).build()));
  }
}
