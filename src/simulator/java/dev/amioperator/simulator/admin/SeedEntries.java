package dev.amioperator.simulator.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.amioperator.simulator.Seeds;
import java.util.List;
import java.util.Map;

/**
 * Entries of a seed for accounts, KMS keys and other AWS resources. A missing account is the
 * default account.
 */
final class SeedEntries {
  private static final String DEFAULT_ACCOUNT = "123456789012";

  private SeedEntries() {}

  /** Customer managed KMS key in a seed that trusted accounts can use. */
  record KmsKeyEntry(
      String account,
      @JsonProperty(required = true) String region,
      @JsonProperty(required = true) String alias,
      List<String> trusted) {

    String load(Seeds seeds) {
      Seeds.SeedTarget seedTarget = target(seeds, account, region);
      String arn = seedTarget.kmsKey(alias);
      seedTarget.shareKmsKey(arn, orEmpty(trusted).toArray(String[]::new));
      return arn;
    }
  }

  /** Recycle Bin rule in a seed, for {@code image} or {@code snapshot}. */
  record RetentionRuleEntry(
      String account,
      @JsonProperty(required = true) String region,
      @JsonProperty(required = true) String resourceType,
      @JsonProperty(required = true) Integer days) {

    void load(Seeds seeds) {
      target(seeds, account, region).retentionRule(resourceType, days);
    }
  }

  /** Launch template in a seed, with a version per image. */
  record LaunchTemplateEntry(
      String account,
      @JsonProperty(required = true) String region,
      @JsonProperty(required = true) String name,
      List<String> imageIds) {

    String load(Seeds seeds) {
      return target(seeds, account, region)
          .launchTemplate(name, orEmpty(imageIds).toArray(String[]::new));
    }
  }

  /** SSM parameter of the account, or of AWS under {@code /aws/service/}. */
  record ParameterEntry(
      String account,
      @JsonProperty(required = true) String region,
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String value,
      String dataType) {

    void load(Seeds seeds) {
      target(seeds, account, region).parameter(name, dataType == null ? "text" : dataType, value);
    }
  }

  /** Launch configuration of Auto Scaling in a seed. */
  record LaunchConfigurationEntry(
      String account,
      @JsonProperty(required = true) String region,
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String imageId) {

    void load(Seeds seeds) {
      target(seeds, account, region).launchConfiguration(name, imageId);
    }
  }

  /** Auto Scaling group in a seed, with a launch configuration. */
  record ScalingGroupEntry(
      String account,
      @JsonProperty(required = true) String region,
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) String launchConfiguration) {

    void load(Seeds seeds) {
      target(seeds, account, region).scalingGroup(name, launchConfiguration);
    }
  }

  /** Other reference to an image in a seed, such as an {@code imagebuilder:ImageRecipe}. */
  record ReferenceEntry(
      String account,
      @JsonProperty(required = true) String region,
      @JsonProperty(required = true) String imageId,
      @JsonProperty(required = true) String type,
      @JsonProperty(required = true) String arn) {

    void load(Seeds seeds) {
      target(seeds, account, region).reference(imageId, type, arn);
    }
  }

  static Seeds.SeedTarget target(Seeds seeds, String account, String region) {
    return seeds.target(account == null ? DEFAULT_ACCOUNT : account, region);
  }

  static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
