package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.ApiError;
import dev.amioperator.simulator.state.LaunchTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;

/** Launch templates; their versions are in {@link LaunchTemplateVersions}. */
public final class LaunchTemplates {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9().\\-/_]{3,128}");

  private static final Filters<LaunchTemplate> FILTERS =
      Filters.<LaunchTemplate>ofResource()
          .on("launch-template-name", LaunchTemplate::name)
          .on("create-time", template -> ImageViews.instant(template.created()));

  /**
   * CreateLaunchTemplate, with its first version.
   *
   * @throws ApiError {@code InvalidLaunchTemplateName.*}, {@code IdempotentParameterMismatch},
   *     {@code SsmInvalidParameter} for an alias without an image
   */
  public CreateLaunchTemplateResponse create(Call call, CreateLaunchTemplateRequest request) {
    Object parameters = request.toBuilder().dryRun(null).build();
    String id =
        ClientTokens.createOnce(
            call,
            "CreateLaunchTemplate",
            request.clientToken(),
            parameters,
            () -> start(call, request));
    return CreateLaunchTemplateResponse.builder()
        .launchTemplate(show(call.region().launchTemplates().get(id)))
        .build();
  }

  private static String start(Call call, CreateLaunchTemplateRequest request) {
    checkName(call, request.launchTemplateName());
    if (request.launchTemplateData() == null) {
      throw Ec2Errors.missingParameter("LaunchTemplateData");
    }
    ImageAliases.resolve(call, request.launchTemplateData().imageId());
    Map<String, String> tags =
        TagRules.tagsFor(request.tagSpecifications(), "launch-template", Set.of("launch-template"));
    call.authorizeCreate("launch-template", tags);
    call.checkDryRun();
    LaunchTemplate template =
        new LaunchTemplate(
            call.newId("lt"), call.accountId(), request.launchTemplateName(), call.now());
    template.add(
        request.versionDescription(),
        call.principalArn(),
        call.now(),
        PojoMaps.toMap(request.launchTemplateData()));
    call.region().launchTemplates().add(template);
    tags.forEach((k, v) -> call.region().launchTemplates().tag(template, k, v));
    return template.id();
  }

  /**
   * CreateLaunchTemplateVersion, based on a source version if the request has any.
   *
   * @throws ApiError {@code InvalidLaunchTemplateId.*}, {@code InvalidLaunchTemplateName.*}, {@code
   *     IdempotentParameterMismatch}, {@code SsmInvalidParameter}
   */
  public CreateLaunchTemplateVersionResponse createVersion(
      Call call, CreateLaunchTemplateVersionRequest request) {
    LaunchTemplate template = find(call, request.launchTemplateId(), request.launchTemplateName());
    Object parameters = request.toBuilder().dryRun(null).build();
    Optional<String> before =
        ClientTokens.replay(call, "CreateLaunchTemplateVersion", request.clientToken(), parameters);
    if (before.isPresent()) {
      return created(call, request, template, LaunchTemplateVersions.find(template, before.get()));
    }
    if (request.launchTemplateData() == null) {
      throw Ec2Errors.missingParameter("LaunchTemplateData");
    }
    ImageAliases.resolve(call, request.launchTemplateData().imageId());
    Map<String, Object> data = new LinkedHashMap<>();
    if (request.sourceVersion() != null) {
      data.putAll(LaunchTemplateVersions.find(template, request.sourceVersion()).data());
    }
    data.putAll(PojoMaps.toMap(request.launchTemplateData()));
    call.checkDryRun();
    LaunchTemplate.Version version =
        template.add(request.versionDescription(), call.principalArn(), call.now(), data);
    ClientTokens.store(
        call,
        "CreateLaunchTemplateVersion",
        request.clientToken(),
        parameters,
        String.valueOf(version.number()));
    return created(call, request, template, version);
  }

  /**
   * DescribeLaunchTemplates, by id, by name or all.
   *
   * @throws ApiError {@code InvalidLaunchTemplateId.*}, {@code InvalidLaunchTemplateName.*}
   */
  public DescribeLaunchTemplatesResponse describe(
      Call call, DescribeLaunchTemplatesRequest request) {
    Paging paging =
        new Paging(call, "DescribeLaunchTemplates", request.maxResults(), request.nextToken())
            .requireMinResults(1);
    NavigableMap<String, LaunchTemplate> candidates = new TreeMap<>();
    request.launchTemplateIds().forEach(id -> candidates.put(id, find(call, id, null)));
    request
        .launchTemplateNames()
        .forEach(
            name -> {
              LaunchTemplate template = find(call, null, name);
              candidates.put(template.id(), template);
            });
    if (request.launchTemplateIds().isEmpty() && request.launchTemplateNames().isEmpty()) {
      candidates.putAll(call.region().launchTemplates().ownedBy(call.accountId()));
    }
    Paging.Page<LaunchTemplate> page =
        paging.page(candidates, FILTERS.compile(call, request.filters()));
    return DescribeLaunchTemplatesResponse.builder()
        .launchTemplates(page.items().stream().map(LaunchTemplates::show).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** ModifyLaunchTemplate: sets the default version. */
  public ModifyLaunchTemplateResponse modify(Call call, ModifyLaunchTemplateRequest request) {
    LaunchTemplate template = find(call, request.launchTemplateId(), request.launchTemplateName());
    if (request.defaultVersion() != null) {
      long number = LaunchTemplateVersions.find(template, request.defaultVersion()).number();
      call.checkDryRun();
      template.defaultVersion(number);
    }
    return ModifyLaunchTemplateResponse.builder().launchTemplate(show(template)).build();
  }

  /** DeleteLaunchTemplate, with all its versions. */
  public DeleteLaunchTemplateResponse delete(Call call, DeleteLaunchTemplateRequest request) {
    LaunchTemplate template = find(call, request.launchTemplateId(), request.launchTemplateName());
    call.checkDryRun();
    call.region().launchTemplates().remove(template.id());
    call.recordDeleted(template.id());
    return DeleteLaunchTemplateResponse.builder().launchTemplate(show(template)).build();
  }

  /**
   * Launch template of the caller with this id or name.
   *
   * @throws ApiError {@code InvalidLaunchTemplateId.NotFound}, {@code
   *     InvalidLaunchTemplateName.NotFoundException}, {@code MissingParameter}
   */
  static LaunchTemplate find(Call call, String id, String name) {
    var own = call.region().launchTemplates().ownedBy(call.accountId());
    LaunchTemplate found;
    if (id != null) {
      found = own.get(id);
      if (found == null) {
        throw new ApiError(
            "InvalidLaunchTemplateId.NotFound",
            "The specified launch template, with template ID " + id + ", does not exist.");
      }
    } else if (name != null) {
      found = named(call, name).orElseThrow(() -> noSuchName(name));
    } else {
      throw Ec2Errors.missingParameter("LaunchTemplateId");
    }
    call.authorize(found);
    return found;
  }

  private static ApiError noSuchName(String name) {
    return new ApiError(
        "InvalidLaunchTemplateName.NotFoundException",
        "The specified launch template, with template name " + name + ", does not exist.");
  }

  private static Optional<LaunchTemplate> named(Call call, String name) {
    return call.region().launchTemplates().ownedBy(call.accountId()).values().stream()
        .filter(template -> template.name().equals(name))
        .findFirst();
  }

  private static void checkName(Call call, String name) {
    if (name == null) {
      throw Ec2Errors.missingParameter("LaunchTemplateName");
    }
    if (!NAME.matcher(name).matches()) {
      throw new ApiError(
          "InvalidLaunchTemplateName.MalformedException",
          "A launch template name has 3 to 128 letters, digits and the characters ()./_-");
    }
    if (named(call, name).isPresent()) {
      throw new ApiError(
          "InvalidLaunchTemplateName.AlreadyExistsException",
          "Launch template name already in use.");
    }
  }

  private static CreateLaunchTemplateVersionResponse created(
      Call call,
      CreateLaunchTemplateVersionRequest request,
      LaunchTemplate template,
      LaunchTemplate.Version version) {
    return CreateLaunchTemplateVersionResponse.builder()
        .launchTemplateVersion(
            LaunchTemplateVersions.show(call, template, version, request.resolveAlias()))
        .build();
  }

  private static software.amazon.awssdk.services.ec2.model.LaunchTemplate show(
      LaunchTemplate template) {
    List<LaunchTemplate.Version> versions = List.copyOf(template.versions().values());
    return software.amazon.awssdk.services.ec2.model.LaunchTemplate.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .createTime(template.created())
        .createdBy(versions.getFirst().createdBy())
        .defaultVersionNumber(template.defaultVersion())
        .latestVersionNumber(versions.getLast().number())
        .tags(ImageViews.tags(template.tags()))
        .build();
  }
}
