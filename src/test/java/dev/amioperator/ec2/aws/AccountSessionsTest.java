package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AssumedRole;
import dev.amioperator.ec2.CallerIdentity;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageCreationAction.CreateImage;
import dev.amioperator.ec2.ImageFilter;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Faults.Effect;
import dev.amioperator.simulator.Faults.Rule;
import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.MemberRoles;
import dev.amioperator.testing.SimulatedAws;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of an AwsAccount with a role, over the adapter. */
class AccountSessionsTest {
  private static final String HUB = "123456789012";
  private static final String MEMBER = "111122223333";
  private static final AccountRegion PLACE = new AccountRegion("prod", MEMBER, "eu-west-1");

  private final SimulatedAws aws = new SimulatedAws();
  private final SimulatedCloud cloud = aws.cloud();
  private final RateLimiter limits = new RateLimiter(cloud.clock());

  @BeforeEach
  void useRole() {
    aws.use("prod", Optional.of(role(MEMBER)));
  }

  private AssumedRole role(String account) {
    String arn = MemberRoles.seed(cloud.seeds(), account, "images", "c1/prod");
    return new AssumedRole(arn, "c1/prod", "ami-operator", Duration.ofHours(1), Map.of());
  }

  private void confirm() {
    assertThat(aws.confirm("prod", aws.identify("prod"))).isTrue();
  }

  private void listImages() {
    new AwsReads(aws, limits).images(PLACE, ImageFilter.ownedBySelf(Map.of()), Optional.empty());
  }

  private List<String> callers(String action) {
    return cloud.journal().entries().stream()
        .filter(call -> call.action().equals(action))
        .map(call -> call.caller().principalArn() + " " + call.error())
        .toList();
  }

  @Test
  void callsAsAssumedRole() {
    confirm();
    listImages();

    assertThat(callers("DescribeImages"))
        .containsExactly("arn:aws:sts::111122223333:assumed-role/images/ami-operator null");
  }

  @Test
  void sendsNothingBeforeAccountIdIsConfirmed() {
    assertUnavailable("not verified");
    assertThat(aws.confirm("prod", new CallerIdentity(MEMBER, "arn:aws:iam::1:root"))).isFalse();
    assertUnavailable("not verified");
    aws.remove("prod");
    assertUnavailable("not verified");
    assertThat(cloud.journal().count("DescribeImages")).isZero();
  }

  /** ACK kept using the former role until a restart. */
  @Test
  void changedRoleNeedsVerification() {
    confirm();
    listImages();

    aws.use("prod", Optional.of(role("444455556666")));
    assertUnavailable("not verified");
    confirm();
    assertUnavailable("not verified");
    aws.use("prod", Optional.empty());
    assertUnavailable("not verified");

    assertThat(cloud.journal().count("DescribeImages")).isEqualTo(1);
  }

  /** The AwsAccount is deleted and created again while STS identifies its role. */
  @Test
  void confirmsNoOtherCredentialsThanIdentified() {
    CallerIdentity first = aws.identify("prod");
    aws.remove("prod");
    aws.use("prod", Optional.of(role("444455556666")));

    assertThat(aws.confirm("prod", first)).isFalse();
    assertUnavailable("not verified");
    aws.identify("prod");
    assertThat(aws.confirm("prod", first)).isFalse();
    assertUnavailable("not verified");
  }

  /** The call to STS is made with the credentials that were set meanwhile. */
  @Test
  void recordsNoIdentityOfOtherCredentials() {
    AccountSessions sessions = new AccountSessions(() -> aws.sts("hub"), cloud.clock(), () -> 0);
    sessions.use("prod", Optional.empty());
    CallerIdentity other =
        sessions.identify(
            "prod",
            () -> {
              sessions.use("prod", Optional.of(role(MEMBER)));
              sessions.use("prod", Optional.empty());
              return cloud.sts(Caller.of(MEMBER));
            });

    assertThat(other.accountId()).isEqualTo(MEMBER);
    assertThat(sessions.confirm("prod", other)).isFalse();
  }

  @Test
  void unchangedRoleKeepsItsSession() {
    confirm();
    aws.use("prod", Optional.of(role(MEMBER)));
    listImages();

    assertThat(cloud.journal().count("AssumeRole")).isEqualTo(1);
  }

  @Test
  void repeatsCallOnceWithNewCredentials() {
    confirm();
    listImages();
    cloud.endSessions(MEMBER);
    listImages();

    assertThat(callers("DescribeImages"))
        .extracting(line -> line.substring(line.indexOf(' ') + 1))
        .containsExactly("null", "RequestExpired", "null");
    assertThat(cloud.journal().count("AssumeRole")).isEqualTo(2);
  }

  @Test
  void repeatsRefusedWriteOnce() {
    confirm();
    String instance = cloud.seeds().target(MEMBER, "eu-west-1").instance(InstanceSeed.small());
    listImages();
    cloud.endSessions(MEMBER);

    new AwsActionDispatcher(aws, limits)
        .execute(PLACE, new CreateImage("web-1", "", instance, true, List.of(), Map.of()));

    assertThat(cloud.journal().leftovers("ami")).hasSize(1);
    assertThat(cloud.journal().count("CreateImage")).isEqualTo(2);
  }

  @Test
  void givesUpWhenNewCredentialsAreExpiredToo() {
    confirm();
    cloud
        .faults()
        .add(
            Rule.forAction(
                "DescribeSnapshots", new Effect.Refuse("ExpiredToken", "Expired.", 400)));

    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> new AwsReads(aws, limits).snapshots(PLACE, Map.of(), Optional.empty()))
        .satisfies(failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.DENIED));
    assertThat(cloud.journal().count("DescribeSnapshots")).isEqualTo(2);
  }

  /** EC2 answers nothing about a call that was not sent, so nothing may be concluded from it. */
  @Test
  void refusedRoleMakesAccountUnavailable() {
    confirm();
    aws.expired("prod", aws.accessKeyId(PLACE));
    cloud.faults().add(Rule.forAction("AssumeRole", new Effect.Refuse("AccessDenied", "No.", 403)));

    for (int i = 0; i < 10; i++) {
      assertUnavailable("has no valid credentials");
    }
    assertThat(cloud.journal().count("AssumeRole")).isEqualTo(2);
  }

  /** The session of a role that was deleted and created again is rejected, not expired. */
  @Test
  void verificationReplacesRejectedSession() {
    aws.identify("prod");
    cloud
        .faults()
        .add(
            Rule.forAction(
                    "GetCallerIdentity", new Effect.Refuse("InvalidClientTokenId", "Bad.", 403))
                .times(1));

    assertThat(aws.identify("prod").accountId()).isEqualTo(MEMBER);
    assertThat(cloud.journal().count("AssumeRole")).isEqualTo(2);
  }

  /** Two AwsAccounts of one account share what EC2 grants the account. */
  @Test
  void sharesRateLimitOfAccount() {
    AccountRegion other = new AccountRegion("prod-2", MEMBER, "eu-west-1");
    for (int i = 0; i < 3; i++) {
      limits.acquire(PLACE, RateLimiter.ActionClass.LAUNCH, "RunInstances");
    }
    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(() -> limits.acquire(other, RateLimiter.ActionClass.LAUNCH, "RunInstances"));
  }

  private void assertUnavailable(String reason) {
    assertThatExceptionOfType(Ec2CallException.class)
        .isThrownBy(this::listImages)
        .withMessageContainingAll("AwsAccount prod ", reason)
        .satisfies(
            failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.ACCOUNT_UNAVAILABLE));
  }
}
