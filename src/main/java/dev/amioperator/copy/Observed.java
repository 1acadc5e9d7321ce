package dev.amioperator.copy;

import dev.amioperator.attributes.Permitted;
import dev.amioperator.ec2.Image;
import dev.amioperator.observer.Holdings;
import dev.amioperator.observer.Presence;
import dev.amioperator.recyclebin.Remains;
import java.time.Instant;
import java.util.Optional;

/**
 * What was seen in one place where a copy is wanted.
 *
 * @param holdings what carries the AmiCopy's tags
 * @param known the image that the status names; asked for only when the holdings lack it
 * @param named the image that has the name a new copy would get; asked for only then
 * @param permitted who may use the copy, as far as that is managed
 * @param copying how many snapshots are being copied into the place: today those of this object
 *     that are pending, and the one number to replace for a queue that all objects share
 * @param askedAt the oldest of the looks
 * @param remains what is left of the image that the status names; looked for when it is not seen
 */
record Observed(
    Holdings holdings,
    Optional<Presence<Image>> known,
    Optional<Presence<Image>> named,
    Permitted permitted,
    int copying,
    Instant askedAt,
    Remains remains) {

  /** The image that has that name, if one has. */
  Optional<Image> holder() {
    return named.flatMap(Presence::found).filter(Image::registered);
  }
}
