package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.LaunchTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseErrorItem;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseSuccessItem;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** Versions of launch templates. */
public final class LaunchTemplateVersions {
  private static final String LATEST = "$Latest";
  private static final String DEFAULT = "$Default";

  private record TemplateVersion(LaunchTemplate template, LaunchTemplate.Version version) {}

  private static final Filters<TemplateVersion> FILTERS =
      new Filters<TemplateVersion>()
          .on("image-id", templateVersion -> templateVersion.version().imageId())
          .on(
              "instance-type",
              templateVersion -> templateVersion.version().data().get("InstanceType"))
          .on(
              "is-default-version",
              templateVersion ->
                  templateVersion.template().defaultVersion()
                      == templateVersion.version().number());

  /**
   * DescribeLaunchTemplateVersions, of a single template, or the latest or default versions of all.
   *
   * @throws ApiError {@code InvalidLaunchTemplateId.*}, {@code InvalidParameterCombination}
   */
  public DescribeLaunchTemplateVersionsResponse describe(
      Call call, DescribeLaunchTemplateVersionsRequest request) {
    Paging paging =
        new Paging(
                call, "DescribeLaunchTemplateVersions", request.maxResults(), request.nextToken())
            .requireMinResults(1);
    NavigableMap<String, TemplateVersion> candidates = new TreeMap<>();
    if (request.launchTemplateId() == null && request.launchTemplateName() == null) {
      acrossTemplates(call, request.versions(), candidates);
    } else {
      ofTemplate(call, request, candidates);
    }
    Paging.Page<TemplateVersion> page =
        paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeLaunchTemplateVersionsResponse.builder()
        .launchTemplateVersions(
            page.items().stream()
                .map(
                    templateVersion ->
                        show(
                            call,
                            templateVersion.template(),
                            templateVersion.version(),
                            request.resolveAlias()))
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** DeleteLaunchTemplateVersions: the default version stays, as the response says. */
  public DeleteLaunchTemplateVersionsResponse delete(
      Call call, DeleteLaunchTemplateVersionsRequest request) {
    LaunchTemplate template =
        LaunchTemplates.find(call, request.launchTemplateId(), request.launchTemplateName());
    if (request.versions().isEmpty()) {
      throw Ec2Errors.missingParameter("LaunchTemplateVersion");
    }
    call.checkDryRun();
    List<DeleteLaunchTemplateVersionsResponseSuccessItem> deleted = new ArrayList<>();
    List<DeleteLaunchTemplateVersionsResponseErrorItem> kept = new ArrayList<>();
    for (String text : request.versions()) {
      long number = number(text);
      if (number == template.defaultVersion() || !template.versions().containsKey(number)) {
        kept.add(errorItem(template, number));
        continue;
      }
      template.versions().remove(number);
      deleted.add(
          DeleteLaunchTemplateVersionsResponseSuccessItem.builder()
              .launchTemplateId(template.id())
              .launchTemplateName(template.name())
              .versionNumber(number)
              .build());
    }
    return DeleteLaunchTemplateVersionsResponse.builder()
        .successfullyDeletedLaunchTemplateVersions(deleted)
        .unsuccessfullyDeletedLaunchTemplateVersions(kept)
        .build();
  }

  /**
   * Launch template version by its number, {@code $Latest} or {@code $Default}.
   *
   * @throws ApiError {@code InvalidLaunchTemplateId.VersionNotFound}
   */
  static LaunchTemplate.Version find(LaunchTemplate template, String text) {
    long number =
        switch (text) {
          case LATEST -> template.versions().lastKey();
          case DEFAULT -> template.defaultVersion();
          default -> number(text);
        };
    LaunchTemplate.Version version = template.versions().get(number);
    if (version == null) {
      throw new ApiError(
          "InvalidLaunchTemplateId.VersionNotFound",
          "Could not find the specified version "
              + text
              + " for the launch template with ID "
              + template.id()
              + ".");
    }
    return version;
  }

  /** Launch template version as the EC2 API shows it; optionally resolves its image alias. */
  static LaunchTemplateVersion show(
      Call call, LaunchTemplate template, LaunchTemplate.Version version, Boolean resolveAlias) {
    LaunchTemplateVersion shown = show(template, version);
    if (!Boolean.TRUE.equals(resolveAlias)) {
      return shown;
    }
    String imageId = ImageAliases.resolve(call, version.imageId());
    return shown.toBuilder()
        .launchTemplateData(shown.launchTemplateData().toBuilder().imageId(imageId).build())
        .build();
  }

  private static LaunchTemplateVersion show(
      LaunchTemplate template, LaunchTemplate.Version version) {
    return LaunchTemplateVersion.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .versionNumber(version.number())
        .versionDescription(version.description())
        .createTime(version.created())
        .createdBy(version.createdBy())
        .defaultVersion(version.number() == template.defaultVersion())
        .launchTemplateData(
            PojoMaps.fill(ResponseLaunchTemplateData.builder(), version.data()).build())
        .build();
  }

  private static void ofTemplate(
      Call call,
      DescribeLaunchTemplateVersionsRequest request,
      NavigableMap<String, TemplateVersion> candidates) {
    LaunchTemplate template =
        LaunchTemplates.find(call, request.launchTemplateId(), request.launchTemplateName());
    if (!request.versions().isEmpty()) {
      request.versions().forEach(text -> put(candidates, template, find(template, text)));
      return;
    }
    Predicate<LaunchTemplate.Version> within =
        version ->
            (request.minVersion() == null || version.number() >= number(request.minVersion()))
                && (request.maxVersion() == null
                    || version.number() <= number(request.maxVersion()));
    template.versions().values().stream()
        .filter(within)
        .forEach(version -> put(candidates, template, version));
  }

  private static void acrossTemplates(
      Call call, List<String> versions, NavigableMap<String, TemplateVersion> candidates) {
    if (versions.isEmpty() || !List.of(LATEST, DEFAULT).containsAll(versions)) {
      throw Ec2Errors.invalidCombination(
          "Without a launch template, the versions must be " + LATEST + " or " + DEFAULT);
    }
    for (LaunchTemplate template :
        call.region().launchTemplates().ownedBy(call.accountId()).values()) {
      versions.forEach(text -> put(candidates, template, find(template, text)));
    }
  }

  private static void put(
      NavigableMap<String, TemplateVersion> items,
      LaunchTemplate template,
      LaunchTemplate.Version version) {
    items.put(
        template.id() + "|%010d".formatted(version.number()),
        new TemplateVersion(template, version));
  }

  private static DeleteLaunchTemplateVersionsResponseErrorItem errorItem(
      LaunchTemplate template, long number) {
    boolean isDefault = number == template.defaultVersion();
    return DeleteLaunchTemplateVersionsResponseErrorItem.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .versionNumber(number)
        .responseError(
            error ->
                error
                    .code(isDefault ? "unexpectedError" : "launchTemplateVersionDoesNotExist")
                    .message(
                        isDefault
                            ? "The default version cannot be deleted."
                            : "The version does not exist."))
        .build();
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,10}")) {
      throw Ec2Errors.invalidValue(text, "version", "A version is a number, $Latest or $Default.");
    }
    return Long.parseLong(text);
  }
}
