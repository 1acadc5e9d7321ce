/**
 * Kind AmiImage: creates, adopts or observes an image, converges its attributes, and deletes it.
 *
 * <p>{@link dev.amioperator.image.AmiImageReconciler} is the entry. {@link
 * dev.amioperator.image.ImageObserver} reads, {@link dev.amioperator.image.ImagePlanner} decides,
 * {@link dev.amioperator.image.AmiImageStatusFactory} reports. No other kind may use this package,
 * nor this package another kind than AwsAccount.
 *
 * <h2>Lost responses</h2>
 *
 * CreateImage, RegisterImage and CreateRestoreImageTask take no client token. If their response is
 * lost, the name prevents a second image, for EC2 takes a name once in an account and region:
 *
 * <ul>
 *   <li>Before the call the status announces the name ({@link
 *       dev.amioperator.image.RecordedImage#announces}), so that a deletion reads the image of that
 *       name ({@link dev.amioperator.image.ImageFinalizer}).
 *   <li>The tags are set by the call itself ({@link
 *       dev.amioperator.image.DesiredImage#tagsOnCreate}); {@link
 *       dev.amioperator.image.CurrentImage} finds the image by them, and by its name.
 *   <li>{@link dev.amioperator.image.MissingImagePlanner} reads which image has the name before it
 *       plans a call, and waits if that image is the object's own and EC2 does not list its tags
 *       yet.
 *   <li>RunInstances has a client token for each build ({@link
 *       dev.amioperator.image.DesiredImage#buildToken}), and the tag with it finds the build
 *       instance ({@link dev.amioperator.image.ObservedBuild}).
 * </ul>
 */
package dev.amioperator.image;
