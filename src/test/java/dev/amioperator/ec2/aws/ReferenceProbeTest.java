package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.ImageSeed;
import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.RoleSeed.IdentitySeed;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.OperatorPermissions;
import dev.amioperator.testing.SimulatedClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The permissions with which EC2 finds references, under the policy for observing. */
class ReferenceProbeTest {
  private static final String ACCOUNT = "123456789012";
  private static final AccountRegion REGION = new AccountRegion("default", ACCOUNT, "eu-west-1");
  private static final String RECIPES = "arn:aws:imagebuilder:eu-west-1:123456789012:";

  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-03-01T12:00:00Z")));
  private final Seeds.SeedTarget seeds = cloud.seeds().target(ACCOUNT, REGION.region());
  private final String image = seeds.image(ImageSeed.named("web-1"));

  private AwsReads reads(String policy) {
    String arn =
        cloud.seeds().user(ACCOUNT, "operator", IdentitySeed.NONE.withPolicy("inline", policy));
    return new AwsReads(
        new SimulatedClients(cloud, new Caller(ACCOUNT, "AKIAOPERATOR", arn)),
        new RateLimiter(cloud.clock()));
  }

  private void useImage() {
    seeds.instanceUsing(image);
    seeds.launchTemplate("web", image);
    seeds.parameter("/images/web", "aws:ec2:image", image);
    seeds.reference(image, "imagebuilder:ImageRecipe", RECIPES + "image-recipe/web/1.0.0");
    seeds.reference(image, "imagebuilder:ContainerRecipe", RECIPES + "container-recipe/web/1.0.0");
    cloud.clock().step(Duration.ofMinutes(1));
  }

  private List<String> actions() {
    return cloud.journal().entries().stream().map(Journal.Entry::action).toList();
  }

  @Test
  void readsFewerThanTenTimes() {
    useImage();
    AwsReads reads = reads(OperatorPermissions.text("observe.json"));
    reads.readReferenceTypes(REGION);

    assertThat(actions())
        .containsExactly(
            "DescribeInstances",
            "DescribeLaunchTemplates",
            "DescribeLaunchTemplateVersions",
            "DescribeParameters",
            "GetParameters",
            "ListImageRecipes",
            "ListContainerRecipes",
            "GetContainerRecipe");
    assertThat(reads.imageReferences(REGION, List.of(image)))
        .extracting(ImageReference::type)
        .containsExactlyInAnyOrder(
            "ec2:Instance",
            "ec2:LaunchTemplate",
            "ssm:Parameter",
            "imagebuilder:ImageRecipe",
            "imagebuilder:ContainerRecipe");
  }

  @Test
  void readsNoResourceOfEmptyAccount() {
    reads(OperatorPermissions.text("observe.json")).readReferenceTypes(REGION);

    assertThat(actions())
        .containsExactly(
            "DescribeInstances",
            "DescribeLaunchTemplates",
            "DescribeLaunchTemplateVersions",
            "DescribeParameters",
            "ListImageRecipes",
            "ListContainerRecipes");
  }

  /** EC2 leaves references out of its answer, and the probe says which permission is missing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeLaunchTemplateVersions",
        "ssm:DescribeParameters",
        "ssm:GetParameters",
        "imagebuilder:ListImageRecipes",
        "imagebuilder:ListContainerRecipes",
        "imagebuilder:GetContainerRecipe"
      })
  void namesMissingPermission(String missing) {
    useImage();
    AwsReads reads =
        reads(
            OperatorPermissions.text("observe.json")
                .replace('"' + missing + '"', "\"ec2:DescribeVpcs\""));

    assertThat(reads.imageReferences(REGION, List.of(image))).hasSize(4);
    Ec2CallException denied =
        catchThrowableOfType(Ec2CallException.class, () -> reads.readReferenceTypes(REGION));

    assertThat(denied).isNotNull();
    assertThat(denied.errorClass()).isEqualTo(ErrorClass.DENIED);
    assertThat(denied.getMessage()).contains(missing, ACCOUNT);
  }

  @Test
  void namesParameterOutsideOfPolicy() {
    seeds.parameter("/golden/web", "aws:ec2:image", image);
    seeds.parameter("/golden/note", "text", image);
    cloud.clock().step(Duration.ofMinutes(1));
    AwsReads reads = reads(OperatorPermissions.text("observe.json"));

    assertThat(reads.imageReferences(REGION, List.of(image))).isEmpty();
    assertThat(catchThrowableOfType(Ec2CallException.class, () -> reads.readReferenceTypes(REGION)))
        .isNotNull()
        .hasMessageContainingAll("ssm:GetParameters", "parameter/golden/web");
  }

  /** AWS's managed policy allows these reads in EC2's calls only, which no caller can test. */
  @Test
  void requiresPermissionsOfOwnCalls() {
    String managed =
        OperatorPermissions.text("observe.json")
            .replace(
                "\"Sid\": \"FindImageUsage\",",
                "\"Sid\": \"FindImageUsage\", \"Condition\": {\"ForAnyValue:StringEquals\":"
                    + " {\"aws:CalledVia\": \"ec2-images.amazonaws.com\"}},");

    assertThat(
            catchThrowableOfType(
                Ec2CallException.class, () -> reads(managed).readReferenceTypes(REGION)))
        .isNotNull()
        .hasMessageContaining("ec2:DescribeLaunchTemplates");
  }

  @Test
  void readsEveryImageParameter() {
    for (int i = 0; i < 61; i++) {
      seeds.parameter("/images/web-" + i, "aws:ec2:image", image);
    }
    cloud.clock().step(Duration.ofMinutes(1));
    reads(OperatorPermissions.text("observe.json")).readReferenceTypes(REGION);

    assertThat(actions()).filteredOn("DescribeParameters"::equals).hasSize(2);
    assertThat(actions()).filteredOn("GetParameters"::equals).hasSize(7);
  }
}
