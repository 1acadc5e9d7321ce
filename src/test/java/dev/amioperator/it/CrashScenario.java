package dev.amioperator.it;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.simulator.Inventory;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MemberRoles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Kubernetes object for crash runs from its creation over Ready to its deletion.
 *
 * @param setup creates the object, and the EC2 resources it needs
 * @param created what the operator creates for it in a whole run, crashes or not
 * @param remaining what remains of the setup's resources after the deletion
 * @param retained which created ids the deletion policy retains
 * @param removal how the user deletes the object
 * @param account where the object's EC2 resources are
 */
record CrashScenario(
    String name,
    Setup setup,
    Count created,
    Count remaining,
    Predicate<String> retained,
    Removal removal,
    Account account) {

  /** A scenario that retains no created EC2 resources and deletes the object itself. */
  static CrashScenario of(String name, Setup setting, Count made, Count stays) {
    return new CrashScenario(
        name, setting, made, stays, id -> false, Removal.OF_THE_OBJECT, Account.HUB);
  }

  CrashScenario withRetained(Predicate<String> ids) {
    return new CrashScenario(name, setup, created, remaining, ids, removal, account);
  }

  CrashScenario withRemoval(Removal way) {
    return new CrashScenario(name, setup, created, remaining, retained, way, account);
  }

  CrashScenario in(Account where) {
    return new CrashScenario(name, setup, created, remaining, retained, removal, where);
  }

  /** AWS accounts of the organization: the operator's own, and two whose roles it assumes. */
  enum Account {
    HUB(Ec2Fixtures.ACCOUNT),
    MEMBER_A("111111111111"),
    MEMBER_B("222222222222");

    private static final String ROLE = "images";
    private final String id;

    Account(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }

    /** The name of the AwsAccount. */
    String accountRef() {
      return switch (this) {
        case HUB -> "default";
        case MEMBER_A -> "a";
        case MEMBER_B -> "b";
      };
    }

    boolean assumesRole() {
      return this != HUB;
    }

    /** The AwsAccount as a user creates it. */
    AwsAccount manifest() {
      AwsAccount account = Manifests.account();
      account.getMetadata().setName(accountRef());
      if (assumesRole()) {
        account.setSpec(
            AwsAccountSpecBuilder.builder(account.getSpec())
                .roleArn("arn:aws:iam::%s:role/%s".formatted(id, ROLE))
                .build());
      }
      return account;
    }

    /** Creates the role, which trusts the hub with the default external id. */
    void seedRole(Seeds seeds) {
      if (assumesRole()) {
        MemberRoles.seed(seeds, id, ROLE, "crash/" + accountRef());
      }
    }
  }

  @FunctionalInterface
  interface Setup {
    /**
     * Prepares EC2 resources and returns the object to apply.
     *
     * @param home the account in the region of images
     * @param name the name that the object is to have
     */
    HasMetadata prepare(Seeds.SeedTarget home, String name);
  }

  enum Removal {
    OF_THE_OBJECT,
    OF_ITS_NAMESPACE
  }

  /** A number of images, snapshots and instances. */
  record Count(int images, int snapshots, int instances) {
    static final Count NOTHING = new Count(0, 0, 0);

    /** Counts EC2 resources except terminated instances. */
    static Count of(Inventory inventory, Predicate<String> ids) {
      return of(
          Stream.of(
                  inventory.images().stream(),
                  inventory.snapshots().stream(),
                  inventory.instances().stream().filter(i -> !i.state().equals("terminated")))
              .flatMap(items -> items)
              .map(Inventory.Item::id)
              .filter(ids)
              .toList());
    }

    static Count of(List<String> ids) {
      return new Count(of("ami-", ids), of("snap-", ids), of("i-", ids));
    }

    boolean within(Count most) {
      return images <= most.images && snapshots <= most.snapshots && instances <= most.instances;
    }

    private static int of(String prefix, List<String> ids) {
      return (int) ids.stream().filter(id -> id.startsWith(prefix)).count();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
