package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;
import static dev.amioperator.retention.RetentionScenario.PLACE;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Management;
import dev.amioperator.api.v1alpha1.ManagingService;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageBuilder;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A random account with two policies, cheap to create: a few images, whose properties are few, so
 * that they are often alike.
 *
 * @param rules of the evaluated policy, and of the other where there is one
 */
record RetentionWorld(
    Map<AccountRegion, List<Image>> inventory, Map<String, Usage> usage, List<Rules> rules) {
  static final AccountRegion PROD = new AccountRegion("prod", "444455556666", "eu-west-1");
  static final DeclaredImages DECLARED =
      new DeclaredImages(
          RetentionScenario.CLUSTER, Set.of(), Set.of("AmiImage/images/there"), Set.of(), Map.of());

  /** What a policy keeps; 0: the rule is absent. */
  record Rules(
      int newest,
      int youngerThan,
      int launchedWithin,
      boolean keepTag,
      boolean byApp,
      boolean byName,
      boolean byArchitecture,
      boolean images,
      Management management) {
    static Rules of(Random random) {
      return new Rules(
          random.nextInt(4),
          random.nextInt(3) * 15,
          random.nextInt(3) * 20,
          random.nextBoolean(),
          random.nextInt(3) == 0,
          random.nextInt(4) == 0,
          random.nextInt(3) > 0,
          random.nextBoolean(),
          Management.values()[random.nextInt(3)]);
    }

    RetentionScenario applyTo(RetentionScenario scenario) {
      List<String> groupBy = new ArrayList<>();
      if (byApp) {
        groupBy.add("tag:app");
      }
      if (byName) {
        groupBy.add("name:(*)-*");
      }
      scenario
          .groupedBy(groupBy.toArray(String[]::new))
          .keepYoungerThan(youngerThan)
          .keepTags(keepTag ? Map.of("hold", "*") : Map.of())
          .selecting(management)
          .withAccounts(PLACE.accountId(), PROD.accountId());
      if (newest > 0) {
        scenario.keepNewest(newest);
      }
      if (launchedWithin > 0) {
        scenario.keepLaunchedWithin(launchedWithin);
      }
      if (!byArchitecture) {
        scenario.architecturesTogether();
      }
      return images ? scenario.including(ManagingService.IMAGE_BUILDER) : scenario;
    }
  }

  static RetentionWorld of(long seed) {
    Random random = new Random(seed);
    Map<AccountRegion, List<Image>> inventory = new HashMap<>();
    Map<String, Usage> usage = new HashMap<>();
    for (AccountRegion accountRegion : List.of(PLACE, PROD)) {
      List<Image> images = new ArrayList<>();
      int count = random.nextInt(6);
      for (int i = 0; i < count; i++) {
        Image image = image(accountRegion, i, random);
        images.add(image);
        usage.put(image.id(), usage(random));
      }
      if (accountRegion == PLACE || random.nextInt(8) > 0) {
        inventory.put(accountRegion, images);
      }
    }
    List<Rules> rules =
        random.nextInt(3) > 0
            ? List.of(Rules.of(random))
            : List.of(Rules.of(random), Rules.of(random));
    return new RetentionWorld(inventory, usage, rules);
  }

  private static Image image(AccountRegion accountRegion, int number, Random random) {
    int age = 10 + random.nextInt(40);
    Map<String, String> tags = new HashMap<>(Map.of("family", "web"));
    if (random.nextInt(5) > 0) {
      tags.put(TagKeys.UNKEPT_SINCE, NOW.minus(Duration.ofDays(random.nextInt(8))).toString());
    }
    optional(tags, "app", random.nextBoolean() ? "a" : "b", random.nextInt(4) > 0);
    optional(tags, "hold", "x", random.nextInt(6) == 0);
    optional(tags, TagKeys.KEEP, "false", random.nextInt(10) == 0);
    optional(tags, "CreatedBy", "EC2 Image Builder", random.nextInt(8) == 0);
    optional(tags, "aws:dlm:managed", "x", random.nextInt(12) == 0);
    if (random.nextInt(3) == 0) {
      tags.put(TagKeys.CLUSTER, RetentionScenario.CLUSTER.value());
      tags.put(
          TagKeys.RESOURCE,
          random.nextInt(3) == 0 ? "AmiImage/images/there" : "AmiImage/images/gone");
    }
    String prefix = "ami-" + accountRegion.account() + "-";
    return ImageBuilder.builder(RetentionImageFixtures.image(prefix + number, age))
        .name((random.nextBoolean() ? "web" : "db") + (random.nextInt(5) > 0 ? "-1" : ""))
        .ownerId(accountRegion.accountId())
        .state(state(random))
        .architecture(random.nextBoolean() ? "arm64" : "x86_64")
        .tags(tags)
        .settings(new Image.Settings(Optional.empty(), protection(random), false, false, false))
        .lastLaunched(launched(random))
        .copiedFrom(source(random))
        .build();
  }

  private static void optional(
      Map<String, String> tags, String key, String value, boolean present) {
    if (present) {
      tags.put(key, value);
    }
  }

  private static Image.State state(Random random) {
    return random.nextInt(6) > 0
        ? Image.State.AVAILABLE
        : Image.State.values()[random.nextInt(Image.State.values().length)];
  }

  private static Image.DeregistrationProtection protection(Random random) {
    return random.nextInt(10) > 0
        ? Image.DeregistrationProtection.DISABLED
        : Image.DeregistrationProtection.ENABLED;
  }

  private static Optional<Instant> launched(Random random) {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(NOW.minus(Duration.ofDays(random.nextInt(60))));
  }

  /** An image of either account, which may be itself, or one that is gone. */
  private static Optional<Image.Source> source(Random random) {
    return random.nextInt(3) > 0
        ? Optional.empty()
        : Optional.of(
            new Image.Source(
                "ami-" + (random.nextBoolean() ? "default" : "prod") + "-" + random.nextInt(7),
                random.nextInt(4) > 0 ? "eu-west-1" : ""));
  }

  private static Usage usage(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> new Usage.Used(List.of(new ImageReference("ami", "ec2:Instance", "i-1")));
      case 1 -> new Usage.Unknown("no answer");
      case 2 -> new Usage.Pending();
      case 3 -> new Usage.Unused(NOW.minus(Duration.ofHours(1)));
      default -> new Usage.Unused(NOW);
    };
  }

  /** The decisions of the evaluated policy, by image id. */
  Map<String, Decision> decisions() {
    RetentionScenario scenario =
        rules.getFirst().applyTo(new RetentionScenario()).withDeclaredImages(DECLARED);
    inventory.forEach(scenario::inRegion);
    usage.forEach(scenario::withUsage);
    if (rules.size() > 1) {
      scenario.withOtherPolicy(rules.getLast().applyTo(new RetentionScenario()));
    }
    return scenario.decisions();
  }
}
