package dev.amioperator.ownership;

import static dev.amioperator.testing.Ec2Fixtures.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Ec2Reads;
import dev.amioperator.ec2.KmsAction;
import dev.amioperator.ec2.KmsKeyAccess.Grant;
import dev.amioperator.ec2.aws.AwsActionDispatcher;
import dev.amioperator.ec2.aws.AwsBuildInstances;
import dev.amioperator.ec2.aws.AwsReads;
import dev.amioperator.ec2.aws.RateLimiter;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** KMS grants have no tags: their name tells the owner. */
class OwnedGrantsTest {
  private static final AccountRegion HERE = new AccountRegion("default", ACCOUNT, "eu-west-1");
  private static final Owner OWNER = new Owner(new ClusterId("c1"), "AmiCopy/images/web.42");
  private static final List<Owner> OTHERS =
      List.of(
          new Owner(new ClusterId("c2"), "AmiCopy/images/web.42"),
          new Owner(new ClusterId("c1"), "AmiCopy/other/web.42"));

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-06-01T12:00:00Z")));
  private final SimulatedClients clients = new SimulatedClients(cloud, Caller.of(ACCOUNT));
  private final RateLimiter limits = new RateLimiter(cloud.clock());
  private final Ec2Reads reads = new AwsReads(clients, limits);
  private final OwnedActions actions =
      new OwnershipCheckedActions(
          new AwsActionDispatcher(clients, limits),
          reads,
          new AwsBuildInstances(clients, limits),
          cloud.clock(),
          Duration.ZERO);
  private final String key = cloud.seeds().target(ACCOUNT, "eu-west-1").kmsKey("alias/images");

  @Test
  void createsAndRevokesOwnGrants() {
    actions.execute(HERE, OWNER, create(OWNER));

    assertThat(grants()).extracting(Grant::name).containsExactly(GrantName.of(OWNER));
    assertThat(GrantName.of(OWNER)).matches("[a-zA-Z0-9:/_-]{1,256}");
    actions.execute(HERE, OWNER, revoke(grants().getFirst()));
    assertThat(grants()).isEmpty();
  }

  @Test
  void revokesNoGrantOfOthers() {
    OTHERS.forEach(other -> actions.execute(HERE, other, create(other)));
    clients
        .kms("default", "eu-west-1")
        .createGrant(
            r ->
                r.keyId(key)
                    .granteePrincipal("arn:aws:iam::111122223333:root")
                    .operationsWithStrings("Decrypt"));

    assertThat(grants()).hasSize(3);
    for (Grant grant : grants()) {
      assertThat(refusal(revoke(grant)).errorClass()).isEqualTo(ErrorClass.NOT_OWNED);
    }
    assertThat(grants()).hasSize(3);
  }

  @Test
  void createsNoGrantInNameOfOthers() {
    for (Owner other : OTHERS) {
      assertThat(refusal(create(other))).hasMessageContaining("bug in the operator");
    }
    assertThat(grants()).isEmpty();
  }

  @Test
  void countsMissingGrantAsRevoked() {
    actions.execute(HERE, OWNER, new KmsAction.RevokeGrant(key, "0123456789abcdef"));

    assertThat(cloud.journal().count("RevokeGrant")).isZero();
  }

  private AwsAction create(Owner owner) {
    return new KmsAction.CreateGrant(
        key,
        GrantName.of(owner),
        "arn:aws:iam::111122223333:root",
        KmsAction.CreateGrant.OPERATIONS_OF_COPIES);
  }

  private AwsAction revoke(Grant grant) {
    return new KmsAction.RevokeGrant(key, grant.id());
  }

  private List<Grant> grants() {
    return reads.keyGrants(HERE, key);
  }

  private Ec2CallException refusal(AwsAction action) {
    return catchThrowableOfType(Ec2CallException.class, () -> actions.execute(HERE, OWNER, action));
  }
}
