package dev.amioperator.it;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpecBuilder;
import dev.amioperator.simulator.Inventory;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.testing.Ec2Fixtures;
import dev.amioperator.testing.Manifests;
import dev.amioperator.testing.MemberRoles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Kubernetes object for crash runs from its creation over Ready to its deletion.
 *
 * @param setup creates the object, and the EC2 resources it needs
 * @param created what the operator creates for it and its source in a whole run, crashes or not
 * @param remaining what remains of the setup's resources after the deletion
 * @param retained which created ids the deletion policy retains
 * @param removal how the user deletes the object
 * @param accounts where the object's EC2 resources are; those of its setup in the first
 * @param source creates the object that it refers to, which is Ready before and deleted after
 * @param edit changes the object once it is Ready
 * @param reached what EC2 shows in the end, besides the object being Ready
 * @param speed of EC2's time; the operator's is real, so dates that it writes need 1
 */
@RecordBuilder
record CrashScenario(
    String name,
    Setup setup,
    Count created,
    Count remaining,
    Predicate<String> retained,
    Removal removal,
    List<Account> accounts,
    Optional<Setup> source,
    Optional<Edit> edit,
    Predicate<Inventory> reached,
    double speed) {
  private static final double FAST = 60;

  /** A scenario that retains no created EC2 resources and deletes the object itself. */
  static CrashScenario of(String name, Setup setting, Count made, Count stays) {
    return new CrashScenario(
        name,
        setting,
        made,
        stays,
        id -> false,
        Removal.OF_THE_OBJECT,
        List.of(Account.HUB),
        Optional.empty(),
        Optional.empty(),
        ec2 -> true,
        FAST);
  }

  CrashScenario withRetained(Predicate<String> ids) {
    return CrashScenarioBuilder.builder(this).retained(ids).build();
  }

  CrashScenario withRemoval(Removal way) {
    return CrashScenarioBuilder.builder(this).removal(way).build();
  }

  CrashScenario in(Account... where) {
    return CrashScenarioBuilder.builder(this).accounts(List.of(where)).build();
  }

  CrashScenario withSource(Setup object) {
    return CrashScenarioBuilder.builder(this).source(Optional.of(object)).build();
  }

  CrashScenario withEdit(Edit change) {
    return CrashScenarioBuilder.builder(this).edit(Optional.of(change)).build();
  }

  CrashScenario until(Predicate<Inventory> end) {
    return CrashScenarioBuilder.builder(this).reached(end).build();
  }

  CrashScenario inRealTime() {
    return CrashScenarioBuilder.builder(this).speed(1).build();
  }

  /** Where the setup's EC2 resources are. */
  Account account() {
    return accounts.getFirst();
  }

  /** Whether EC2 calls in the AWS account are made with the credentials of a member's role. */
  boolean assumesRoleIn(String accountId) {
    return accounts.stream()
        .anyMatch(account -> account.assumesRole() && account.id().equals(accountId));
  }

  /** AWS accounts of the organization: the operator's own, and members whose roles it assumes. */
  enum Account {
    HUB(Ec2Fixtures.ACCOUNT),
    MEMBER_A("111111111111"),
    MEMBER_B("222222222222"),
    /** With a list of regions. */
    MEMBER_C("333333333333");

    private static final String ROLE = "images";

    /** The region of sources and three others. */
    private static final List<String> REGIONS_OF_C =
        List.of(Manifests.HOME, "eu-west-2", "eu-west-3", "us-east-1");

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
        case MEMBER_C -> "c";
      };
    }

    boolean assumesRole() {
      return this != HUB;
    }

    /**
     * The AwsAccount as a user creates it; its images may be shared with member b.
     *
     * @param policies the namespace whose policies may retire images
     */
    AwsAccount manifest(String policies) {
      AwsAccount account = Manifests.account(accountRef());
      account.setSpec(
          AwsAccountSpecBuilder.builder(
                  Manifests.accountSpec(
                      Manifests.allowingAll()
                          .shareWith(List.of(Manifests.FRIEND, MEMBER_B.id))
                          .retention(List.of(CrashPolicies.allowed(policies)))))
              .roleArn(assumesRole() ? "arn:aws:iam::%s:role/%s".formatted(id, ROLE) : null)
              .regions(this == MEMBER_C ? REGIONS_OF_C : null)
              .build());
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

  /** What a user does to the object. */
  @FunctionalInterface
  interface Edit {
    void change(NamespaceableResource<HasMetadata> object);
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
