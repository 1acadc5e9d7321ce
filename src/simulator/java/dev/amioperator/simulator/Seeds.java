package dev.amioperator.simulator;

import dev.amioperator.simulator.kms.KeyPolicy;
import dev.amioperator.simulator.state.Account;
import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Fleets;
import dev.amioperator.simulator.state.Identities;
import dev.amioperator.simulator.state.KmsKey;
import dev.amioperator.simulator.state.LaunchTemplate;
import dev.amioperator.simulator.state.Partition;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Role;
import dev.amioperator.simulator.state.S3Storage;
import dev.amioperator.simulator.state.ScalingGroups;
import dev.amioperator.simulator.state.User;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Creation of AWS resources that exist before the first call. Nothing of it is in the journal. */
public final class Seeds {
  private final CloudState cloudState;
  private final SimulatedClock clock;
  private final CallDispatcher dispatcher;

  Seeds(CloudState cloudState, SimulatedClock clock, CallDispatcher dispatcher) {
    this.cloudState = cloudState;
    this.clock = clock;
    this.dispatcher = dispatcher;
  }

  /**
   * Target for seeded resources: an AWS account in a region.
   *
   * @throws IllegalArgumentException if AWS has no such region
   */
  public SeedTarget target(String accountId, String region) {
    Region found =
        cloudState
            .region(region)
            .orElseThrow(() -> new IllegalArgumentException("Unknown region " + region));
    return dispatcher.runExclusively(() -> new SeedTarget(cloudState.account(accountId), found));
  }

  /** Adds an AWS account to an organization and its organizational units, by ARN. */
  public void organization(String accountId, List<String> arns) {
    dispatcher.changeExclusively(
        () -> cloudState.account(accountId).organizationPaths().addAll(arns));
  }

  /**
   * Adds an IAM role without policies for AssumeRole, and returns its ARN.
   *
   * @param externalId external id that AssumeRole requires; null for none
   * @param trusted account ids or principal ARNs
   */
  public String role(String accountId, String name, String externalId, String... trusted) {
    return role(accountId, RoleSeed.trusting(name, externalId, trusted));
  }

  /** Adds an IAM role and returns its ARN. */
  public String role(String accountId, RoleSeed seed) {
    return dispatcher.runExclusively(
        () -> {
          String arn = "arn:aws:iam::" + accountId + ":role/" + seed.name();
          cloudState
              .identities()
              .add(
                  new Role(
                      arn,
                      iamId("AROA"),
                      seed.trust(),
                      seed.maxSession(),
                      seed.permissions().tags(),
                      seed.permissions().policies()));
          return arn;
        });
  }

  /** Adds an IAM user with permissions and returns its ARN. */
  public String user(String accountId, String name, RoleSeed.IdentitySeed permissions) {
    return dispatcher.runExclusively(
        () -> {
          String arn = userArn(accountId, name);
          cloudState
              .identities()
              .add(new User(arn, iamId("AIDA"), permissions.tags(), permissions.policies()));
          return arn;
        });
  }

  private String iamId(String prefix) {
    String random = cloudState.ids().nextUuid().replace("-", "").toUpperCase(Locale.ROOT);
    return prefix + random.substring(0, 17);
  }

  private static String userArn(String accountId, String name) {
    return "arn:aws:iam::" + accountId + ":user/" + name;
  }

  /** Adds an access key of a user in an AWS account. */
  public void accessKey(String accountId, String accessKeyId, String userName) {
    String arn = userArn(accountId, userName);
    dispatcher.changeExclusively(
        () ->
            cloudState
                .identities()
                .add(
                    accessKeyId,
                    new Identities.AccessKey(accountId, arn, accessKeyId, null, null)));
  }

  /** Adds a disk to S3 that ImportSnapshot can import. */
  public void disk(String bucket, String key, int sizeGib) {
    dispatcher.changeExclusively(
        () -> cloudState.s3().put(bucket, key, new S3Storage.S3Object.DiskImage(sizeGib)));
  }

  /** AWS account in a region. */
  public final class SeedTarget {
    private final Account account;
    private final Region region;

    private SeedTarget(Account account, Region region) {
      this.account = account;
      this.region = region;
    }

    /** The same AWS account in another region. */
    public SeedTarget in(String otherRegion) {
      return target(account.id(), otherRegion);
    }

    /** Adds an instance with its volumes and returns its id. */
    public String instance(InstanceSeed seed) {
      return dispatcher.runExclusively(() -> seeder().put(seed));
    }

    /** Adds a completed snapshot and returns its id. */
    public String snapshot(SnapshotSeed seed) {
      return dispatcher.runExclusively(() -> seeder().put(seed));
    }

    /** Adds an available image with a snapshot per volume, and returns the image id. */
    public String image(ImageSeed seed) {
      return dispatcher.runExclusively(() -> seeder().put(seed));
    }

    /** Adds an image to S3 that CreateRestoreImageTask can restore, and returns its key. */
    public String storedImage(String bucket, String key, ImageSeed seed) {
      return dispatcher.runExclusively(
          () -> {
            cloudState.s3().put(bucket, key, seeder().toStoredImage(seed));
            return key;
          });
    }

    /** Adds a running instance of an image and returns the instance id. */
    public String instanceUsing(String imageId) {
      return instance(InstanceSeed.small().fromImage(imageId));
    }

    /** Adds a launch template with a version per image, and returns its id. */
    public String launchTemplate(String name, String... imageIds) {
      return dispatcher.runExclusively(
          () -> {
            LaunchTemplate template =
                new LaunchTemplate(newId("lt"), account.id(), name, clock.instant());
            for (String imageId : imageIds) {
              template.add(
                  null,
                  rootArn(),
                  clock.instant(),
                  Map.of("ImageId", imageId, "InstanceType", "t3.micro"));
            }
            region.launchTemplates().add(template);
            return template.id();
          });
    }

    /** Adds a KMS key with an alias such as {@code alias/images} and returns its ARN. */
    public String kmsKey(String alias) {
      return dispatcher.runExclusively(
          () -> {
            KmsKey key = region.kmsKeys().create(account.id(), clock.instant());
            key.aliases().add(alias);
            return key.arn();
          });
    }

    /** Adds an SSM parameter of the account, or of AWS under {@code /aws/service/}. */
    public void parameter(String name, String dataType, String value) {
      dispatcher.changeExclusively(() -> seeder().putParameter(name, dataType, value));
    }

    /** Adds a launch configuration of Auto Scaling, with block devices of these snapshots. */
    public void launchConfiguration(String name, String imageId, String... snapshotIds) {
      dispatcher.changeExclusively(
          () ->
              region
                  .scalingGroups()
                  .add(
                      new ScalingGroups.Configuration(
                          account.id(),
                          name,
                          imageId,
                          "t3.micro",
                          List.of(snapshotIds),
                          clock.instant())));
    }

    /** Deletes a launch configuration of Auto Scaling. */
    public void deleteLaunchConfiguration(String name) {
      dispatcher.changeExclusively(
          () -> region.scalingGroups().configurations().remove(account.id() + "|" + name));
    }

    /** Adds an EC2 Fleet, or with an id {@code sfr-…} a Spot Fleet request, that names images. */
    public void fleet(String id, String type, String state, List<String> imageIds) {
      dispatcher.changeExclusively(
          () ->
              region
                  .fleets()
                  .add(new Fleets.Fleet(account.id(), id, state, imageIds, type, clock.instant())));
    }

    /** Adds an Auto Scaling group with a launch configuration. */
    public void scalingGroup(String name, String launchConfiguration) {
      scalingGroup(name, launchConfiguration, null, null, List.of());
    }

    /** Adds an Auto Scaling group with a version of a launch template. */
    public void scalingGroup(String name, String templateId, long version) {
      scalingGroup(name, null, templateId, String.valueOf(version), List.of());
    }

    /** Adds a group with a mixed instances policy whose overrides name images. */
    public void mixedScalingGroup(String name, String templateId, List<String> overrides) {
      scalingGroup(name, null, templateId, "1", overrides);
    }

    private void scalingGroup(
        String name,
        String configuration,
        String template,
        String version,
        List<String> overrides) {
      dispatcher.changeExclusively(
          () ->
              region
                  .scalingGroups()
                  .add(
                      new ScalingGroups.Group(
                          account.id(),
                          name,
                          configuration,
                          template,
                          version,
                          overrides,
                          1,
                          clock.instant())));
    }

    /**
     * Adds another resource that refers to an image, such as an {@code imagebuilder:ImageRecipe}.
     */
    public void reference(String imageId, String type, String arn) {
      dispatcher.changeExclusively(
          () -> region.references().add(new Region.Reference(account.id(), imageId, type, arn)));
    }

    /** Lets other accounts use a KMS key, through its key policy. */
    public void shareKmsKey(String keyArn, String... accountIds) {
      dispatcher.changeExclusively(
          () -> {
            KmsKey key = region.kmsKeys().find(account.id(), keyArn).orElseThrow();
            List<String> others = List.of(accountIds);
            key.policy(
                KeyPolicy.sharedBy(key.partition(), account.id(), others), Set.copyOf(others));
          });
    }

    /** Disables the region for the account: its resources stay, and AWS refuses every call. */
    public void disableRegion() {
      dispatcher.changeExclusively(() -> region.settings(account.id()).enabled(false));
    }

    /** Enables the region for the account. */
    public void enableRegion() {
      dispatcher.changeExclusively(() -> region.settings(account.id()).enabled(true));
    }

    /**
     * Adds a retention rule to the Recycle Bin.
     *
     * @param resourceType {@code image} or {@code snapshot}
     * @param days from 1 to 365
     */
    public void retentionRule(String resourceType, int days) {
      dispatcher.changeExclusively(() -> seeder().putRule(resourceType, days));
    }

    private Seeder seeder() {
      return new Seeder(region, account.id(), cloudState.ids(), clock.instant());
    }

    private String newId(String prefix) {
      return cloudState.ids().next(prefix);
    }

    private String rootArn() {
      return Partition.of(region.name()).root(account.id());
    }
  }
}
