package dev.amioperator.ec2.aws;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.imagebuilder.model.ContainerRecipeSummary;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;

/**
 * Reads of the resource types in DescribeImageReferences, which prove their permissions.
 *
 * <p>EC2 finds references with the caller's permissions, and AWS does not document what it does
 * without them. A permission of the caller's own calls holds for those of EC2 too. The converse is
 * not true: AWS's managed policy allows the reads in EC2's calls only, which no caller can test.
 */
record ReferenceProbe(ApiCaller apiCaller) {
  /** EC2's error for a dry run that is permitted. */
  static final String PERMITTED = "DryRunOperation";

  /** The data type of the SSM parameters that hold an image. */
  private static final String IMAGE_DATA_TYPE = "aws:ec2:image";

  /** GetParameters takes at most this many names. */
  private static final int PARAMETERS_PER_CALL = 10;

  /**
   * Makes every read, in three to five calls of EC2 and SSM and two or three of Image Builder.
   *
   * @throws Ec2CallException DENIED with the first missing permission, or another failed call
   */
  void readEveryType(AccountRegion region) {
    dryRun(region, "DescribeInstances", ec2 -> ec2.describeInstances(r -> r.dryRun(true)));
    dryRun(
        region, "DescribeLaunchTemplates", ec2 -> ec2.describeLaunchTemplates(r -> r.dryRun(true)));
    dryRun(
        region,
        "DescribeLaunchTemplateVersions",
        ec2 -> ec2.describeLaunchTemplateVersions(r -> r.versions("$Latest").dryRun(true)));
    readParameters(region);
    readRecipes(region);
  }

  private void dryRun(AccountRegion region, String action, Function<Ec2Client, ?> call) {
    try {
      apiCaller.read(region, ActionClass.READ, action, call::apply);
    } catch (Ec2CallException answer) {
      if (!answer.code().equals(PERMITTED)) {
        throw answer;
      }
    }
  }

  /** Policies allow GetParameters by path, so that each parameter with an image counts. */
  private void readParameters(AccountRegion region) {
    List<String> names = Page.all(token -> imageParameters(region, token));
    for (int from = 0; from < names.size(); from += PARAMETERS_PER_CALL) {
      List<String> batch = names.subList(from, Math.min(from + PARAMETERS_PER_CALL, names.size()));
      apiCaller.ssm(region, "GetParameters", ssm -> ssm.getParameters(r -> r.names(batch)));
    }
  }

  private Page<String> imageParameters(AccountRegion region, Optional<String> token) {
    var page =
        apiCaller.ssm(
            region,
            "DescribeParameters",
            ssm ->
                ssm.describeParameters(
                    r ->
                        r.parameterFilters(f -> f.key("DataType").values(IMAGE_DATA_TYPE))
                            .maxResults(50)
                            .nextToken(token.orElse(null))));
    return new Page<>(
        page.parameters().stream().map(ParameterMetadata::name).toList(),
        Responses.token(page.nextToken()));
  }

  /** A list proves nothing about GetContainerRecipe, which EC2 calls for each container recipe. */
  private void readRecipes(AccountRegion region) {
    apiCaller.imageBuilder(
        region, "ListImageRecipes", builder -> builder.listImageRecipes(r -> r.maxResults(1)));
    apiCaller
        .imageBuilder(
            region,
            "ListContainerRecipes",
            builder -> builder.listContainerRecipes(r -> r.maxResults(1)))
        .containerRecipeSummaryList()
        .stream()
        .map(ContainerRecipeSummary::arn)
        .findFirst()
        .ifPresent(
            arn ->
                apiCaller.imageBuilder(
                    region,
                    "GetContainerRecipe",
                    builder -> builder.getContainerRecipe(r -> r.containerRecipeArn(arn))));
  }
}
