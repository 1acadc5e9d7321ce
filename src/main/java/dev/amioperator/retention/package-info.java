/**
 * Which images may go: a chain of rules, each with one named reason, over facts that were gathered
 * beforehand; the mark that tells since when nothing keeps an image; and the retiring itself.
 */
package dev.amioperator.retention;
