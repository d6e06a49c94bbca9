package dev.understudy.gateway.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, in words: the JDK often says no more than its name. */
final class FileTrouble {
    private FileTrouble() {}

    static String words(IOException trouble) {
        if (trouble instanceof FileSystemException of && of.getReason() == null) {
            return of.getFile() + ": " + kind(of);
        }
        return trouble.getMessage() == null ? trouble.toString() : trouble.getMessage();
    }

    private static String kind(FileSystemException trouble) {
        if (trouble instanceof AccessDeniedException) {
            return "may not be read or written (expected: permission for the user that runs this)";
        }
        if (trouble instanceof FileAlreadyExistsException) {
            return "exists already";
        }
        if (trouble instanceof NotDirectoryException) {
            return "is no directory";
        }
        return trouble instanceof DirectoryNotEmptyException
                ? "is a directory that is not empty"
                : trouble.getClass().getSimpleName();
    }
}
