package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.FastLaunchSpec;
import dev.amioperator.attributes.DesiredFastLaunch;
import dev.amioperator.testing.Manifests;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchAllowlistTest {
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | subnet-1 | sg-1 | false",
        "{subnets: [subnet-1], securityGroups: [sg-1]} | subnet-1 | sg-1 | true",
        "{subnets: ['*'], securityGroups: ['*']} | subnet-1 | sg-1 | true",
        "{subnets: ['*'], securityGroups: ['*']} | | | true",
        "{subnets: [default], securityGroups: [default]} | | | true",
        "{subnets: [default], securityGroups: [default]} | subnet-1 | | false",
        "{subnets: [default], securityGroups: [default]} | | sg-1 | false",
        "{subnets: [subnet-1], securityGroups: [sg-1]} | | sg-1 | false",
        "{subnets: [subnet-1], securityGroups: [sg-1]} | subnet-1 | | false",
        "{subnets: [subnet-11], securityGroups: [sg-1]} | subnet-1 | sg-1 | false"
      })
  void requiresListedNetwork(String allow, String subnet, String group, boolean allowed) {
    List<String> groups = group == null ? null : List.of(group);

    assertThat(list(allow).buildRefusal(subnet, groups, null).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void requiresEachSecurityGroupAndProfile() {
    LaunchAllowlist list =
        list("{subnets: [default], securityGroups: [sg-1], instanceProfiles: [builder]}");

    assertThat(list.buildRefusal(null, List.of("sg-1", "sg-2"), null))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.message()).contains("securityGroups: [\"sg-2\"]"));
    assertThat(list.buildRefusal(null, List.of("sg-1"), "builder")).isEmpty();
    assertThat(list.buildRefusal(null, List.of("sg-1"), "admin"))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.message()).contains("instanceProfiles: [\"admin\"]"));
  }

  @Test
  void comparesArnOfKeyAndExemptsDefault() {
    LaunchAllowlist list = list("{kmsKeys: ['%s']}".formatted(KEY));

    assertThat(list.kmsKeyRefusal("alias/x", Optional.of(KEY), "")).isEmpty();
    assertThat(list.kmsKeyRefusal("alias/x", Optional.of(KEY + "2"), ""))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.message()).contains("kmsKeys: [\"%s2\"]".formatted(KEY)));
    assertThat(list.kmsKeyRefusal("alias/x", Optional.empty(), "no such alias"))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.message()).contains("no such alias", "kms:DescribeKey"));
    assertThat(list("{}").kmsKeyRefusal("alias/aws/ebs", Optional.empty(), "denied")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {enabled: false} | true",
        "{} | {enabled: true} | false",
        "{subnets: [default]} | {enabled: true} | false",
        "{securityGroups: [default]} | {enabled: true} | false",
        "{subnets: [default], securityGroups: [default]} | {enabled: true} | true",
        "{subnets: [default], securityGroups: [default]} | {enabled: true, launchTemplate: {name: win, version: '1'}} | false",
        "{launchTemplates: [win]} | {enabled: true, launchTemplate: {name: win, version: '1'}} | true",
        "{launchTemplates: [win]} | {enabled: true, launchTemplate: {name: win2, version: '1'}} | false",
        "{launchTemplates: [lt-1]} | {enabled: true, launchTemplate: {id: lt-1, version: '1'}} | true",
        "{launchTemplates: ['*']} | {enabled: true, launchTemplate: {id: lt-1, version: '1'}} | true"
      })
  void requiresNetworkOrTemplateOfFastLaunch(String allow, String fastLaunch, boolean allowed) {
    DesiredFastLaunch wanted =
        DesiredFastLaunch.of(Manifests.read(fastLaunch, FastLaunchSpec.class));

    assertThat(list(allow).fastLaunchRefusal(wanted).isEmpty()).isEqualTo(allowed);
  }

  private static LaunchAllowlist list(String allow) {
    return new LaunchAllowlist("build", Manifests.read(allow, AllowSpec.class));
  }
}
