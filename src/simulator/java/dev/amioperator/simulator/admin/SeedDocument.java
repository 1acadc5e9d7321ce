package dev.amioperator.simulator.admin;

import static dev.amioperator.simulator.admin.SeedEntries.orEmpty;

import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.admin.AccountEntries.AccountEntry;
import dev.amioperator.simulator.admin.ImageEntries.ImageEntry;
import dev.amioperator.simulator.admin.ImageEntries.InstanceEntry;
import dev.amioperator.simulator.admin.ImageEntries.SnapshotEntry;
import dev.amioperator.simulator.admin.SeedEntries.KmsKeyEntry;
import dev.amioperator.simulator.admin.SeedEntries.LaunchConfigurationEntry;
import dev.amioperator.simulator.admin.SeedEntries.LaunchTemplateEntry;
import dev.amioperator.simulator.admin.SeedEntries.ParameterEntry;
import dev.amioperator.simulator.admin.SeedEntries.ReferenceEntry;
import dev.amioperator.simulator.admin.SeedEntries.RetentionRuleEntry;
import dev.amioperator.simulator.admin.SeedEntries.ScalingGroupEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * YAML document with AWS resources to seed. The account has a default; missing ids are generated.
 */
public record SeedDocument(
    SettingsDocument settings,
    List<AccountEntry> accounts,
    List<KmsKeyEntry> kmsKeys,
    List<RetentionRuleEntry> retentionRules,
    List<SnapshotEntry> snapshots,
    List<ImageEntry> images,
    List<InstanceEntry> instances,
    List<LaunchTemplateEntry> launchTemplates,
    List<LaunchConfigurationEntry> launchConfigurations,
    List<ScalingGroupEntry> scalingGroups,
    List<ParameterEntry> parameters,
    List<ReferenceEntry> references) {

  private static final Pattern RELATIVE_TIME = Pattern.compile("\\{\\{now-(\\w+)}}");

  /**
   * Parses a YAML document with AWS resources.
   *
   * @param now reference time of <code>{{now-40d}}</code>
   * @throws IllegalArgumentException with a message for the author
   */
  public static SeedDocument parse(String yaml, Instant now) {
    String dated =
        RELATIVE_TIME
            .matcher(yaml)
            .replaceAll(
                ago ->
                    now.minus(Durations.parse(ago.group(1)))
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
    return Json.readYaml(dated, SeedDocument.class);
  }

  /**
   * Creates all AWS resources of the document.
   *
   * @return the ids of the resources, by kind
   * @throws IllegalArgumentException if AWS has no such region
   */
  public Map<String, List<String>> load(SimulatedCloud cloud) {
    Seeds seeds = cloud.seeds();
    if (settings != null) {
      settings.apply(cloud);
    }
    orEmpty(accounts).forEach(entry -> entry.load(seeds));
    orEmpty(retentionRules).forEach(entry -> entry.load(seeds));
    Map<String, List<String>> ids = new LinkedHashMap<>();
    ids.put("kmsKeys", loadAll(kmsKeys, entry -> entry.load(seeds)));
    ids.put("snapshots", loadAll(snapshots, entry -> entry.load(seeds)));
    ids.put("images", loadAll(images, entry -> entry.load(seeds)));
    ids.put("instances", loadAll(instances, entry -> entry.load(seeds)));
    ids.put("launchTemplates", loadAll(launchTemplates, entry -> entry.load(seeds)));
    orEmpty(launchConfigurations).forEach(entry -> entry.load(seeds));
    orEmpty(scalingGroups).forEach(entry -> entry.load(seeds));
    orEmpty(parameters).forEach(entry -> entry.load(seeds));
    orEmpty(references).forEach(entry -> entry.load(seeds));
    return ids;
  }

  private static <T> List<String> loadAll(List<T> entries, Function<T, String> plant) {
    return orEmpty(entries).stream().map(plant).toList();
  }
}
