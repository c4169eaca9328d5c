package uk.ac.manchester.tornado.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The public and protected classes and members of class files. The files are read as data, so they need not run on this
 * JVM.
 */
final class ApiClasses {

    private static final int OFFERED = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;

    private final Map<String, Set<String>> members = new TreeMap<>();
    private final Map<String, Set<String>> parents = new TreeMap<>();

    /** The classes below a directory, or in jars. */
    static ApiClasses in(Collection<Path> directoriesAndJars) throws IOException {
        ApiClasses classes = new ApiClasses();
        for (Path path : directoriesAndJars) {
            if (Files.isDirectory(path)) {
                classes.readBelow(path);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(path)) {
                    classes.readBelow(jar.getPath("/"));
                }
            }
        }
        return classes;
    }

    private void readBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString();
                if (name.startsWith("uk/ac/manchester/tornado/") && name.endsWith(".class")) {
                    try (InputStream in = Files.newInputStream(file)) {
                        new ClassReader(in).accept(new Members(), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
                    }
                }
            }
        }
    }

    /** {@code class} of each public class, and {@code class member} of what it declares. */
    Set<String> offered() {
        Set<String> offered = new TreeSet<>(members.keySet());
        members.forEach((name, declared) -> declared.forEach(member -> offered.add(name + " " + member)));
        return offered;
    }

    /** All supertypes of a class, direct and indirect, except {@code Object}. */
    Set<String> supertypes(String name) {
        Set<String> all = new TreeSet<>();
        for (String parent : parents.getOrDefault(name, Set.of())) {
            if (!parent.equals("java/lang/Object")) {
                all.add(parent);
                all.addAll(supertypes(parent));
            }
        }
        return all;
    }

    /** True if a class that names this, as {@link #offered} writes it, links. */
    boolean has(String offered) {
        int space = offered.indexOf(' ');
        return space < 0
                ? members.containsKey(offered)
                : has(offered.substring(0, space), offered.substring(space + 1));
    }

    private boolean has(String name, String member) {
        return members.getOrDefault(name, Set.of()).contains(member)
                || parents.getOrDefault(name, Set.of()).stream().anyMatch(parent -> has(parent, member));
    }

    /** Collects the public and protected members of a class. */
    private final class Members extends ClassVisitor {

        private String name;
        private boolean isPublic;

        Members() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            this.name = name;
            this.isPublic = (access & Opcodes.ACC_PUBLIC) != 0;
            if (isPublic) {
                members.put(name, new TreeSet<>());
                // an interface in place of a class would not link: calls of its methods are another instruction
                add(access, (access & Opcodes.ACC_INTERFACE) != 0 ? "interface" : "class");
                Set<String> above = new TreeSet<>(Set.of(interfaces));
                above.add(superName);
                parents.put(name, above);
            }
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            // a constant's value is compiled in
            add(access, name + ":" + descriptor + (value == null ? "" : " = " + value));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            add(access, name + descriptor);
            return null;
        }

        private void add(int access, String member) {
            if (isPublic && (access & OFFERED) != 0) {
                members.get(name).add((access & Opcodes.ACC_STATIC) != 0 ? "static " + member : member);
            }
        }
    }
}
