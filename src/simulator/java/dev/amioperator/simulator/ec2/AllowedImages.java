package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.ImageCriterion;
import dev.amioperator.simulator.state.RegionSettings;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DisableAllowedImagesSettingsRequest;
import software.amazon.awssdk.services.ec2.model.DisableAllowedImagesSettingsResponse;
import software.amazon.awssdk.services.ec2.model.EnableAllowedImagesSettingsRequest;
import software.amazon.awssdk.services.ec2.model.EnableAllowedImagesSettingsResponse;
import software.amazon.awssdk.services.ec2.model.GetAllowedImagesSettingsRequest;
import software.amazon.awssdk.services.ec2.model.GetAllowedImagesSettingsResponse;
import software.amazon.awssdk.services.ec2.model.ImageCriterionRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceImageCriteriaInAllowedImagesSettingsRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceImageCriteriaInAllowedImagesSettingsResponse;

/** Allowed AMIs, per account and region: images of others that an account may find and use. */
public final class AllowedImages {
  private static final String ENABLED = "enabled";
  private static final Set<String> STATES = Set.of(ENABLED, "audit-mode");
  private static final int MAX_CRITERIA = 10;

  /** EnableAllowedImagesSettings: hides images, or in audit mode only shows which. */
  public EnableAllowedImagesSettingsResponse enable(
      Call call, EnableAllowedImagesSettingsRequest request) {
    String state = request.allowedImagesSettingsStateAsString();
    if (state == null || !STATES.contains(state)) {
      throw Ec2Errors.invalidValue(
          state, "AllowedImagesSettingsState", "It must be one of " + STATES + ".");
    }
    call.checkDryRun();
    settings(call).allowedImagesState(state);
    return EnableAllowedImagesSettingsResponse.builder().allowedImagesSettingsState(state).build();
  }

  /** DisableAllowedImagesSettings. */
  public DisableAllowedImagesSettingsResponse disable(
      Call call, DisableAllowedImagesSettingsRequest request) {
    call.checkDryRun();
    settings(call).allowedImagesState(RegionSettings.ALLOWED_IMAGES_DISABLED);
    return DisableAllowedImagesSettingsResponse.builder()
        .allowedImagesSettingsState(RegionSettings.ALLOWED_IMAGES_DISABLED)
        .build();
  }

  /** ReplaceImageCriteriaInAllowedImagesSettings. */
  public ReplaceImageCriteriaInAllowedImagesSettingsResponse replaceCriteria(
      Call call, ReplaceImageCriteriaInAllowedImagesSettingsRequest request) {
    if (request.imageCriteria().size() > MAX_CRITERIA) {
      throw Ec2Errors.invalidValue("There can be at most " + MAX_CRITERIA + " image criteria");
    }
    call.checkDryRun();
    settings(call)
        .imageCriteria(request.imageCriteria().stream().map(AllowedImages::criterion).toList());
    return ReplaceImageCriteriaInAllowedImagesSettingsResponse.builder().returnValue(true).build();
  }

  /** GetAllowedImagesSettings. */
  public GetAllowedImagesSettingsResponse get(Call call, GetAllowedImagesSettingsRequest request) {
    return GetAllowedImagesSettingsResponse.builder()
        .state(settings(call).allowedImagesState())
        .imageCriteria(settings(call).imageCriteria().stream().map(AllowedImages::show).toList())
        .managedBy("account")
        .build();
  }

  /** Whether Allowed AMIs hides an image from the caller; never the caller's own images. */
  static boolean hides(Call call, Image image) {
    return settings(call).allowedImagesState().equals(ENABLED) && !matches(call, image);
  }

  /** Value of {@code ImageAllowed} in EC2's responses; null while the setting is disabled. */
  static Boolean allowed(Call call, Image image) {
    return settings(call).allowedImagesState().equals(RegionSettings.ALLOWED_IMAGES_DISABLED)
        ? null
        : matches(call, image);
  }

  private static boolean matches(Call call, Image image) {
    return image.ownerId().equals(call.accountId())
        || settings(call).imageCriteria().stream().anyMatch(c -> c.allows(image, call.now()));
  }

  private static ImageCriterion criterion(ImageCriterionRequest request) {
    var created = request.creationDateCondition();
    var deprecated = request.deprecationTimeCondition();
    return new ImageCriterion(
        request.imageProviders(),
        request.imageNames(),
        request.marketplaceProductCodes(),
        created == null ? null : created.maximumDaysSinceCreated(),
        deprecated == null ? null : deprecated.maximumDaysSinceDeprecated());
  }

  private static software.amazon.awssdk.services.ec2.model.ImageCriterion show(ImageCriterion c) {
    var view =
        software.amazon.awssdk.services.ec2.model.ImageCriterion.builder()
            .imageProviders(orNull(c.providers()))
            .imageNames(orNull(c.names()))
            .marketplaceProductCodes(orNull(c.productCodes()));
    if (c.maxDaysSinceCreated() != null) {
      view.creationDateCondition(d -> d.maximumDaysSinceCreated(c.maxDaysSinceCreated()));
    }
    if (c.maxDaysSinceDeprecated() != null) {
      view.deprecationTimeCondition(d -> d.maximumDaysSinceDeprecated(c.maxDaysSinceDeprecated()));
    }
    return view.build();
  }

  private static List<String> orNull(List<String> values) {
    return values.isEmpty() ? null : values;
  }

  private static RegionSettings settings(Call call) {
    return call.region().settings(call.accountId());
  }
}
