package dev.amioperator.ec2.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.ListedResourceType;
import dev.amioperator.ec2.Page;
import dev.amioperator.ec2.aws.RateLimiter.ActionClass;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/**
 * Lists the snapshots in the block devices of every version of every launch template. Without a
 * template, DescribeLaunchTemplateVersions knows the latest and default versions only, so each
 * template costs a call for each 200 versions.
 */
record LaunchTemplateReads(ApiCaller apiCaller) {
  /** The largest page of both calls. */
  private static final int PAGE = 200;

  /**
   * Where a listing is: a page of it is a single call, so that a rate limit only delays it.
   *
   * @param templates the next page of templates; empty: there is none
   * @param versions the next page of versions of the first pending template
   * @param pending the ids of templates whose versions are not read yet
   */
  private record Position(
      Optional<String> templates, Optional<String> versions, List<String> pending) {
    private static final String SEPARATOR = " ";

    static Position parse(String text) {
      List<String> parts = Arrays.asList(text.split(SEPARATOR, -1));
      return new Position(
          decoded(parts.get(0)),
          decoded(parts.get(1)),
          List.copyOf(parts.subList(2, parts.size())));
    }

    Optional<String> token() {
      return pending.isEmpty() && templates.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Stream.concat(Stream.of(encoded(templates), encoded(versions)), pending.stream())
                  .collect(Collectors.joining(SEPARATOR)));
    }

    /** After a page of versions of the first pending template. */
    Position after(Optional<String> nextVersions) {
      return new Position(
          templates,
          nextVersions,
          nextVersions.isPresent() ? pending : pending.subList(1, pending.size()));
    }

    private static String encoded(Optional<String> token) {
      return token.map(text -> URLEncoder.encode(text, UTF_8)).orElse("");
    }

    private static Optional<String> decoded(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(URLDecoder.decode(text, UTF_8));
    }
  }

  /** A page: of launch templates, or of the versions of one. */
  Page<ImageReference> snapshots(AccountRegion region, Optional<String> token) {
    Optional<Position> position = token.map(Position::parse);
    return position.filter(at -> !at.pending().isEmpty()).isPresent()
        ? versions(region, position.get())
        : templates(region, position.flatMap(Position::templates));
  }

  private Page<ImageReference> templates(AccountRegion region, Optional<String> token) {
    var page =
        apiCaller.read(
            region,
            ActionClass.READ,
            "DescribeLaunchTemplates",
            ec2 ->
                ec2.describeLaunchTemplates(r -> r.maxResults(PAGE).nextToken(token.orElse(null))));
    Position next =
        new Position(
            Responses.token(page.nextToken()),
            Optional.empty(),
            page.launchTemplates().stream().map(LaunchTemplate::launchTemplateId).toList());
    return new Page<>(List.of(), next.token());
  }

  private Page<ImageReference> versions(AccountRegion region, Position position) {
    String id = position.pending().getFirst();
    DescribeLaunchTemplateVersionsResponse page = versions(region, id, position.versions());
    String arn = ImageUsageReads.arn(region, "launch-template/" + id);
    return new Page<>(
        ImageUsageReads.references(
                ListedResourceType.LAUNCH_TEMPLATE,
                arn,
                page.launchTemplateVersions().stream().flatMap(LaunchTemplateReads::snapshots))
            .toList(),
        position.after(Responses.token(page.nextToken())).token());
  }

  /** The versions of a template, which may be deleted meanwhile: then it uses nothing. */
  private DescribeLaunchTemplateVersionsResponse versions(
      AccountRegion region, String id, Optional<String> token) {
    try {
      return apiCaller.read(
          region,
          ActionClass.READ,
          "DescribeLaunchTemplateVersions",
          ec2 ->
              ec2.describeLaunchTemplateVersions(
                  r -> r.launchTemplateId(id).maxResults(PAGE).nextToken(token.orElse(null))));
    } catch (Ec2CallException failure) {
      if (failure.errorClass() == ErrorClass.NOT_FOUND) {
        return DescribeLaunchTemplateVersionsResponse.builder().build();
      }
      throw failure;
    }
  }

  private static Stream<String> snapshots(LaunchTemplateVersion version) {
    return Stream.ofNullable(version.launchTemplateData())
        .flatMap(data -> data.blockDeviceMappings().stream())
        .flatMap(device -> Stream.ofNullable(device.ebs()))
        .flatMap(ebs -> Stream.ofNullable(ebs.snapshotId()));
  }
}
