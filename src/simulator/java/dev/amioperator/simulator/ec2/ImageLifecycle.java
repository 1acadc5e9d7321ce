package dev.amioperator.simulator.ec2;

import dev.amioperator.simulator.state.Image;
import dev.amioperator.simulator.state.ImageProtection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageDeregistrationProtectionRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeregistrationProtectionResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageDeregistrationProtectionRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeregistrationProtectionResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageResponse;

/** Deprecation, disabling and deregistration protection of images. */
public final class ImageLifecycle {
  private static final int MAX_YEARS = 10;
  private static final int MAX_YEARS_PUBLIC = 2;

  /**
   * DisableImage: removes every launch permission and hides the image.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidAMIID.*}, {@code IncorrectState}
   */
  public DisableImageResponse disable(Call call, DisableImageRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    String state = image.state(call.now());
    if (!state.equals("available") && !state.equals("disabled")) {
      throw Ec2Errors.incorrectState(
          "The image '" + image.id() + "' is in state '" + state + "' and cannot be disabled");
    }
    call.checkDryRun();
    image.disabled(true);
    image.sharing().clear();
    return DisableImageResponse.builder().returnValue(true).build();
  }

  /** EnableImage: makes a disabled image available again, without its earlier permissions. */
  public EnableImageResponse enable(Call call, EnableImageRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    call.checkDryRun();
    image.disabled(false);
    return EnableImageResponse.builder().returnValue(true).build();
  }

  /**
   * EnableImageDeprecation at a future date, rounded to the minute. The limit is 10 years from now,
   * and for public images 2 years after their creation.
   *
   * @throws dev.amioperator.simulator.state.ApiError {@code InvalidParameterValue}
   */
  public EnableImageDeprecationResponse deprecate(
      Call call, EnableImageDeprecationRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    Instant at = request.deprecateAt();
    if (at == null) {
      throw Ec2Errors.missingParameter("DeprecateAt");
    }
    Instant rounded = at.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
    if (rounded.isBefore(call.now().truncatedTo(ChronoUnit.MINUTES))) {
      throw Ec2Errors.invalidValue(at, "DeprecateAt", "You can't specify a date in the past.");
    }
    Instant limit =
        image.sharing().everyone()
            ? years(image.created(), MAX_YEARS_PUBLIC)
            : years(call.now(), MAX_YEARS);
    if (rounded.isAfter(limit)) {
      throw Ec2Errors.invalidValue(at, "DeprecateAt", "The latest date is " + limit + ".");
    }
    call.checkDryRun();
    image.deprecationTime(rounded);
    return EnableImageDeprecationResponse.builder().returnValue(true).build();
  }

  /** DisableImageDeprecation. */
  public DisableImageDeprecationResponse undeprecate(
      Call call, DisableImageDeprecationRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    call.checkDryRun();
    image.deprecationTime(null);
    return DisableImageDeprecationResponse.builder().returnValue(true).build();
  }

  /** EnableImageDeregistrationProtection, with or without a cooldown of a day. */
  public EnableImageDeregistrationProtectionResponse protect(
      Call call, EnableImageDeregistrationProtectionRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    call.checkDryRun();
    image.protection(new ImageProtection.Enabled(Boolean.TRUE.equals(request.withCooldown())));
    return EnableImageDeregistrationProtectionResponse.builder()
        .returnValue(image.protection().displayedState(call.now()))
        .build();
  }

  /** DisableImageDeregistrationProtection: starts the cooldown, if there is any. */
  public DisableImageDeregistrationProtectionResponse unprotect(
      Call call, DisableImageDeregistrationProtectionRequest request) {
    Image image = ResourceLookup.ownImage(call, request.imageId());
    call.checkDryRun();
    image.protection(
        switch (image.protection()) {
          case ImageProtection.Enabled(boolean withCooldown) ->
              withCooldown
                  ? new ImageProtection.CoolingDown(call.now().plus(ImageProtection.COOLDOWN))
                  : ImageProtection.DISABLED;
          case ImageProtection.CoolingDown coolingDown -> coolingDown;
          case ImageProtection.Disabled disabled -> disabled;
        });
    return DisableImageDeregistrationProtectionResponse.builder()
        .returnValue(image.protection().displayedState(call.now()))
        .build();
  }

  private static Instant years(Instant from, int years) {
    return from.atOffset(ZoneOffset.UTC).plusYears(years).toInstant();
  }
}
