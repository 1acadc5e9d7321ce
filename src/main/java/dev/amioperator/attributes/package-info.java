/**
 * The changeable attributes of an image, and the calls that bring it to them: tags, permissions,
 * deprecation, protection, fast launch.
 */
package dev.amioperator.attributes;
