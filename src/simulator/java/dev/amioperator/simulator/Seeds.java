package dev.amioperator.simulator;

import dev.amioperator.simulator.kms.KeyPolicy;
import dev.amioperator.simulator.state.Account;
import dev.amioperator.simulator.state.CloudState;
import dev.amioperator.simulator.state.Identities;
import dev.amioperator.simulator.state.KmsKey;
import dev.amioperator.simulator.state.LaunchTemplate;
import dev.amioperator.simulator.state.Parameter;
import dev.amioperator.simulator.state.RecycleBin;
import dev.amioperator.simulator.state.Region;
import dev.amioperator.simulator.state.Role;
import dev.amioperator.simulator.state.S3Storage;
import dev.amioperator.simulator.state.ScalingGroups;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts resources into the world that were there before anybody called: instances to image, base
 * images of Amazon, things that use an image. Nothing of it is in the journal.
 */
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
   * An account in a region, to seed.
   *
   * @throws IllegalArgumentException if AWS has no such region
   */
  public SeedTarget target(String accountId, String region) {
    Region found =
        cloudState
            .region(region)
            .orElseThrow(() -> new IllegalArgumentException("There is no region " + region));
    return dispatcher.runExclusively(() -> new SeedTarget(cloudState.account(accountId), found));
  }

  /** The organization and organizational units (ARNs) that an account belongs to. */
  public void organization(String accountId, List<String> arns) {
    dispatcher.changeExclusively(
        () -> cloudState.account(accountId).organizationPaths().addAll(arns));
  }

  /**
   * Puts a role that can be assumed; its ARN.
   *
   * @param externalId what AssumeRole has to say; null for nothing
   * @param trusted account ids or principal ARNs
   */
  public String role(String accountId, String name, String externalId, String... trusted) {
    return dispatcher.runExclusively(
        () -> {
          String arn = "arn:aws:iam::" + accountId + ":role/" + name;
          String id = "AROA" + cloudState.ids().nextUuid().replace("-", "").substring(0, 17);
          cloudState.identities().add(new Role(arn, id, Set.of(trusted), externalId));
          return arn;
        });
  }

  /** Makes an access key known, as a user's of an account. */
  public void accessKey(String accountId, String accessKeyId, String userName) {
    String arn = "arn:aws:iam::" + accountId + ":user/" + userName;
    dispatcher.changeExclusively(
        () ->
            cloudState
                .identities()
                .add(accessKeyId, new Identities.Principal(accountId, arn, accessKeyId, null)));
  }

  /** Puts a disk into S3 that ImportSnapshot can import. */
  public void disk(String bucket, String key, int sizeGib) {
    dispatcher.changeExclusively(
        () -> cloudState.s3().put(bucket, key, new S3Storage.S3Object.DiskImage(sizeGib)));
  }

  /** One account in one region. */
  public final class SeedTarget {
    private final Account account;
    private final Region region;

    private SeedTarget(Account account, Region region) {
      this.account = account;
      this.region = region;
    }

    /** Puts an instance with its volumes; its id. */
    public String instance(InstanceSeed seed) {
      return dispatcher.runExclusively(() -> seeder().put(seed));
    }

    /** Puts a completed snapshot; its id. */
    public String snapshot(SnapshotSeed seed) {
      return dispatcher.runExclusively(() -> seeder().put(seed));
    }

    /** Puts an available image, with a snapshot of the same age for each volume; its id. */
    public String image(ImageSeed seed) {
      return dispatcher.runExclusively(() -> seeder().put(seed));
    }

    /** Puts an image into S3 that CreateRestoreImageTask can restore; its key. */
    public String storedImage(String bucket, String key, ImageSeed seed) {
      return dispatcher.runExclusively(
          () -> {
            cloudState.s3().put(bucket, key, seeder().toStoredImage(seed));
            return key;
          });
    }

    /** Puts a running instance that was launched from an image; its id. */
    public String instanceUsing(String imageId) {
      return instance(InstanceSeed.small().fromImage(imageId));
    }

    /** Puts a launch template with one version for each of these images; its id. */
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

    /** Puts a customer's KMS key with an alias such as {@code alias/images}; its ARN. */
    public String kmsKey(String alias) {
      return dispatcher.runExclusively(
          () -> {
            KmsKey key = region.kmsKeys().create(account.id(), clock.instant());
            key.aliases().add(alias);
            return key.arn();
          });
    }

    /** Puts a parameter of the caller's own, or one of AWS's under {@code /aws/service/}. */
    public void parameter(String name, String dataType, String value) {
      dispatcher.changeExclusively(
          () -> {
            String owner = Parameter.ownerOf(account.id(), name);
            Parameter parameter = new Parameter(name, owner, "String", dataType);
            parameter.put(new Parameter.Version(1, value, clock.instant()), clock.instant());
            region.put(parameter);
          });
    }

    /** Puts a launch configuration of Auto Scaling. */
    public void launchConfiguration(String name, String imageId) {
      dispatcher.changeExclusively(
          () ->
              region
                  .scalingGroups()
                  .add(
                      new ScalingGroups.Configuration(
                          account.id(), name, imageId, "t3.micro", clock.instant())));
    }

    /** Puts an Auto Scaling group over a launch configuration. */
    public void scalingGroup(String name, String launchConfiguration) {
      scalingGroup(name, launchConfiguration, null, null);
    }

    /** Puts an Auto Scaling group over a version of a launch template. */
    public void scalingGroup(String name, String templateId, long version) {
      scalingGroup(name, null, templateId, String.valueOf(version));
    }

    private void scalingGroup(String name, String configuration, String template, String version) {
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
                          1,
                          clock.instant())));
    }

    /** Puts something that refers to an image, such as a {@code imagebuilder:ImageRecipe}. */
    public void reference(String imageId, String type, String arn) {
      dispatcher.changeExclusively(
          () -> region.references().add(new Region.Reference(account.id(), imageId, type, arn)));
    }

    /** Lets other accounts use a key, as its policy would. */
    public void shareKmsKey(String keyArn, String... accountIds) {
      dispatcher.changeExclusively(
          () -> {
            KmsKey key = region.kmsKeys().find(account.id(), keyArn).orElseThrow();
            List<String> others = List.of(accountIds);
            key.policy(KeyPolicy.sharedBy(account.id(), others), Set.copyOf(others));
          });
    }

    /**
     * Adds a retention rule to the Recycle Bin.
     *
     * @param resourceType {@code image} or {@code snapshot}
     * @param days from 1 to 365
     */
    public void retentionRule(String resourceType, int days) {
      String word =
          switch (resourceType) {
            case "image" -> "EC2_IMAGE";
            case "snapshot" -> "EBS_SNAPSHOT";
            default ->
                throw new IllegalArgumentException(
                    "A retention rule is for image or snapshot, not " + resourceType);
          };
      if (days < 1 || days > 365) {
        throw new IllegalArgumentException("A retention rule keeps from 1 to 365 days");
      }
      dispatcher.changeExclusively(
          () -> {
            String id = cloudState.ids().nextUuid().substring(0, 8);
            region
                .recycleBin()
                .put(new RecycleBin.Rule(id, account.id(), word, days, List.of(), List.of(), null));
          });
    }

    private Seeder seeder() {
      return new Seeder(region, account.id(), cloudState.ids(), clock.instant());
    }

    private String newId(String prefix) {
      return cloudState.ids().next(prefix);
    }

    private String rootArn() {
      return "arn:aws:iam::" + account.id() + ":root";
    }
  }
}
