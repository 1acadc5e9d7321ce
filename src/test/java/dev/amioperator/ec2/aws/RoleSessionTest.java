package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.MemberRoles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

class RoleSessionTest {
  private static final String HUB = "123456789012";
  private static final String MEMBER = "111122223333";

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-03-01T12:00:00Z")));
  private final String roleArn = MemberRoles.seed(cloud.seeds(), MEMBER, "images", "c1/prod");
  private final RoleSession session = session(Duration.ofHours(1), cloud.clock());

  private RoleSession session(Duration duration, InstantSource clock) {
    return new RoleSession(role(duration), () -> cloud.sts(Caller.of(HUB)), clock, new Random(1));
  }

  private AssumedRole role(Duration duration) {
    return new AssumedRole(
        roleArn, "c1/prod", "ami-operator", duration, Map.of("amioperator.dev/cluster", "c1"));
  }

  private String key() {
    return session.resolveCredentials().accessKeyId();
  }

  private long assumed() {
    return cloud.journal().count("AssumeRole");
  }

  @Test
  void assumesRoleOnceForManyCalls() {
    IntStream.range(0, 100).forEach(i -> key());

    assertThat(assumed()).isEqualTo(1);
    assertThat(cloud.journal().entries().getFirst().parameters())
        .contains("RoleSessionName=ami-operator", "DurationSeconds=3600", "ExternalId=c1/prod")
        .contains("amioperator.dev/cluster");
  }

  @Test
  void renewsBeforeEnd() {
    String first = key();
    cloud.clock().step(Duration.ofMinutes(49));
    assertThat(key()).isEqualTo(first);

    cloud.clock().step(Duration.ofMinutes(6));

    assertThat(key()).isNotEqualTo(first);
    assertThat(assumed()).isEqualTo(2);
  }

  /** The shortest session leaves time for work before its renewal. */
  @Test
  void renewsShortSessionsTenMinutesApart() {
    RoleSession brief = session(Duration.ofMinutes(15), cloud.clock());
    brief.resolveCredentials();
    cloud.clock().step(Duration.ofMinutes(8));
    brief.resolveCredentials();
    assertThat(assumed()).isEqualTo(1);
    cloud.clock().step(Duration.ofMinutes(2));
    brief.resolveCredentials();
    assertThat(assumed()).isEqualTo(2);
  }

  @Test
  void repeatsNoRefusedCallWithinMinute() {
    refuse();
    for (int i = 0; i < 20; i++) {
      assertThatExceptionOfType(Ec2CallException.class)
          .isThrownBy(this::key)
          .satisfies(failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.DENIED));
    }
    assertThat(assumed()).isEqualTo(1);

    cloud.clock().step(Duration.ofSeconds(70));
    assertThatExceptionOfType(Ec2CallException.class).isThrownBy(this::key);
    assertThat(assumed()).isEqualTo(2);

    session.forgetFailure();
    cloud.faults().clear();
    assertThat(key()).startsWith("ASIA");
  }

  /** The account is verified while other calls are refused. */
  @Test
  @Timeout(60)
  void reportsRefusalWhileAnotherThreadForgetsIt() throws Exception {
    AwsServiceException denied =
        StsException.builder()
            .statusCode(403)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("AccessDenied").build())
            .build();
    RoleSession refused =
        new RoleSession(
            role(Duration.ofHours(1)),
            () -> {
              throw denied;
            },
            cloud.clock(),
            new Random(1));
    AtomicBoolean done = new AtomicBoolean();
    Thread forgetting =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    refused.forgetFailure();
                  }
                });
    try {
      for (int i = 0; i < 50_000; i++) {
        assertThatExceptionOfType(Ec2CallException.class).isThrownBy(refused::resolveCredentials);
      }
    } finally {
      done.set(true);
      forgetting.join();
    }
  }

  @Test
  void keepsValidCredentialsWhenRenewalFails() {
    String first = key();
    refuse();
    cloud.clock().step(Duration.ofMinutes(56));
    assertThat(key()).isEqualTo(first);
    assertThat(assumed()).isEqualTo(2);

    cloud.clock().step(Duration.ofMinutes(4));
    assertThatExceptionOfType(Ec2CallException.class).isThrownBy(this::key);
  }

  @Test
  void replacesExpiredCredentialsOnce() {
    String first = key();
    session.expired(first);
    String second = key();
    session.expired(first);

    assertThat(second).isNotEqualTo(first).isEqualTo(key());
    assertThat(assumed()).isEqualTo(2);
  }

  /** A local clock that is hours ahead must not make every call assume the role. */
  @Test
  void measuresLifetimeByLocalClock() {
    RoleSession ahead =
        session(Duration.ofHours(1), () -> cloud.clock().instant().plus(Duration.ofHours(3)));
    ahead.resolveCredentials();
    ahead.resolveCredentials();

    assertThat(assumed()).isEqualTo(1);
  }

  @Test
  @Timeout(20)
  void letsOtherThreadsContinueDuringRenewal() throws Exception {
    HeldSts sts = new HeldSts(cloud.sts(Caller.of(HUB)));
    RoleSession held =
        new RoleSession(role(Duration.ofHours(1)), () -> sts, cloud.clock(), new Random(1));
    sts.answers.release();
    String first = held.resolveCredentials().accessKeyId();
    sts.requests.acquire();
    cloud.clock().step(Duration.ofMinutes(56));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> renewal = threads.submit(() -> held.resolveCredentials().accessKeyId());
      sts.requests.acquire();

      assertThat(held.resolveCredentials().accessKeyId()).isEqualTo(first);

      sts.answers.release();
      assertThat(renewal.get()).isNotEqualTo(first);
    }
  }

  /** An STS whose answers wait for the test. */
  private static final class HeldSts implements StsClient {
    private final StsClient sts;
    private final Semaphore requests = new Semaphore(0);
    private final Semaphore answers = new Semaphore(0);

    private HeldSts(StsClient sts) {
      this.sts = sts;
    }

    @Override
    public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
      requests.release();
      answers.acquireUninterruptibly();
      return sts.assumeRole(request);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private void refuse() {
    cloud.faults().add(Rule.forAction("AssumeRole", new Effect.Refuse("AccessDenied", "No.", 403)));
  }
}
